import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { emailAddress, line } from '../text.ts'

/** What an organizer is in a campaign. An owner may do everything; see `mayOf` for the others. */
export const roles = ['owner', 'organizer', 'moderator', 'analyst'] as const
export type Role = (typeof roles)[number]
const role = z.enum(roles, { error: 'choice-unknown' })

/** What a role allows. The workspace shows what may be done, and the server refuses the rest. */
export const actions = [
  'see-figures',
  'see-signatures',
  'remove-signatures',
  'export-signatures',
  'moderate-letters',
  'manage-people',
  'see-audit-log',
] as const
export type Action = (typeof actions)[number]

/** Who proves anew who they are within this many minutes may export, erase, and change people and keys. */
export const provenForMinutes = 10
export const sessionHours = 8
export const minPasswordCharacters = 12

const done = z.object({ status: z.literal('done') })
const password = z
  .string()
  .min(1, { error: 'required' })
  .max(200, { error: 'too-long' })
  .refine((value) => value.isWellFormed(), { error: 'forbidden-characters' })
const newPassword = password.refine((value) => [...value].length >= minPasswordCharacters, { error: 'password-short' })
const code = z
  .string()
  .transform((value) => value.replaceAll(/\s/g, ''))
  .refine((value) => /^\d{6}$/.test(value), { error: 'authenticator-code-invalid' })
const token = z.string().max(200)
/** What a browser's `PublicKeyCredential.toJSON()` gives (WebAuthn Level 3, section 5.1.8); checked by the library that reads it. */
const credential = z.record(z.string(), z.unknown()).refine((value) => JSON.stringify(value).length < 20_000, { error: 'too-long' })
/** What `PublicKeyCredential.parseCreationOptionsFromJSON()` and its sister take. */
const ceremony = z.object({ options: z.record(z.string(), z.unknown()) })

const campaign = z.object({ id: z.uuid(), title: z.string() })
const me = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    /** False until there is a passkey, or a password with an authenticator: until then nothing else can be done. */
    isSecured: z.boolean(),
    passkeys: z.array(z.object({ id: z.uuid(), name: z.string(), createdAt: z.iso.datetime() })),
    hasAuthenticator: z.boolean(),
    /** When the session ends, whatever is done in it. */
    endsAt: z.iso.datetime(),
    /** Until when what needs a proof of who this is may be done without a new one. */
    provenUntil: z.iso.datetime(),
    campaigns: z.array(z.object({ ...campaign.shape, role, may: z.array(z.enum(actions)) })),
  })
  .meta({ id: 'Organizer' })
export type Me = z.infer<typeof me>

export const readMe = endpoint({
  method: 'GET',
  path: '/api/v1/organize/me',
  summary: 'Who is signed in, with what they may do',
  status: 200,
  reply: me,
})

const invitationOffer = z.object({
  campaign: campaign.shape.title,
  role,
  /** The address that it was sent to; null in the first link, which goes to no address. */
  email: z.string().nullable(),
  name: z.string().nullable(),
})
export type InvitationOffer = z.infer<typeof invitationOffer>

export const openInvitation = endpoint({
  method: 'POST',
  path: '/api/v1/organize/invitations/open',
  summary: 'What an invitation is for. Opening it changes nothing',
  body: z.strictObject({ token }),
  status: 200,
  reply: invitationOffer,
})

export const join = endpoint({
  method: 'POST',
  path: '/api/v1/organize/join',
  summary: 'Take an invitation up: begins a session in which a passkey, or a password with an authenticator, is to be set',
  body: z.strictObject({ token, name: line(100), email: emailAddress.optional() }),
  status: 200,
  reply: done,
})

export const startPasskey = endpoint({
  method: 'POST',
  path: '/api/v1/organize/passkeys/start',
  summary: 'Options with which a browser makes a passkey',
  status: 200,
  reply: ceremony,
})

export const addPasskey = endpoint({
  method: 'POST',
  path: '/api/v1/organize/passkeys',
  summary: 'Keep the passkey that the browser made',
  body: z.strictObject({ name: line(60), response: credential }),
  status: 200,
  reply: done,
})

export const removePasskey = endpoint({
  method: 'POST',
  path: '/api/v1/organize/passkeys/:id/remove',
  summary: 'Remove a passkey; the last way to sign in stays',
  params: z.object({ id: z.uuid() }),
  status: 200,
  reply: done,
})

export const startAuthenticator = endpoint({
  method: 'POST',
  path: '/api/v1/organize/authenticator/start',
  summary: 'Set a password, and get the secret for an authenticator app. Neither works before a code from the app is sent',
  body: z.strictObject({ password: newPassword }),
  status: 200,
  reply: z.object({ uri: z.string(), secret: z.string() }),
})

export const addAuthenticator = endpoint({
  method: 'POST',
  path: '/api/v1/organize/authenticator',
  summary: 'Show by a code that the authenticator app works; from then on password and code sign in',
  body: z.strictObject({ code }),
  status: 200,
  reply: done,
})

export const startSignIn = endpoint({
  method: 'POST',
  path: '/api/v1/organize/sign-in/start',
  summary: 'Options with which a browser asks for a passkey',
  status: 200,
  reply: ceremony,
})

export const signInWithPasskey = endpoint({
  method: 'POST',
  path: '/api/v1/organize/sign-in/passkey',
  summary: 'Sign in with a passkey, or prove anew who one is',
  body: z.strictObject({ response: credential }),
  status: 200,
  reply: done,
})

export const signInWithPassword = endpoint({
  method: 'POST',
  path: '/api/v1/organize/sign-in/password',
  summary: 'Sign in with a password and a code. The answer is the same whichever of the three is wrong',
  body: z.strictObject({ email: emailAddress, password, code }),
  status: 200,
  reply: done,
})

export const signOut = endpoint({
  method: 'POST',
  path: '/api/v1/organize/sign-out',
  summary: 'End this session',
  status: 200,
  reply: done,
})

export const listSessions = endpoint({
  method: 'GET',
  path: '/api/v1/organize/sessions',
  summary: 'One’s own sessions that have not ended',
  status: 200,
  reply: z.object({
    items: z.array(z.object({ id: z.uuid(), startedAt: z.iso.datetime(), endsAt: z.iso.datetime(), isThis: z.boolean() })),
  }),
})

export const endSession = endpoint({
  method: 'POST',
  path: '/api/v1/organize/sessions/:id/end',
  summary: 'End one of one’s own sessions',
  params: z.object({ id: z.uuid() }),
  status: 200,
  reply: done,
})
