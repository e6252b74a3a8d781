import { call } from '../../../api/call.ts'

type Ceremony = { options: Record<string, unknown> }

/** True where the browser can keep passkeys at all. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential
}

/** Signs in with a passkey, or proves anew who one is. The browser asks which, and for a finger, a face or a PIN. */
export async function signInWithPasskey(): Promise<void> {
  const { options } = await call<Ceremony>('/api/v1/organize/sign-in/start', {})
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never)
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null
  if (credential) await call('/api/v1/organize/sign-in/passkey', { response: credential.toJSON() })
}

/** Makes a passkey and keeps it under a name that its owner will know it by. */
export async function makePasskey(name: string, withProof: <Reply>(path: string, body: object) => Promise<Reply>): Promise<void> {
  const { options } = await withProof<Ceremony>('/api/v1/organize/passkeys/start', {})
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never)
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null
  if (credential) await withProof('/api/v1/organize/passkeys', { name, response: credential.toJSON() })
}

/** What to say when the browser did not give a passkey: its owner changed their mind, or has none here. */
export const passkeyNotUsed = 'No passkey was used. Try again, or take the other way.'
