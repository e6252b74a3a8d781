import type { KeyObject } from 'node:crypto'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'

/** Who signs notes: a name, and an Ed25519 key that goes with it. */
export type NoteSigner = {
  name: string
  /** The public key as a C2SP verifier key: `<name>+<key id in hex>+<base64 of type byte and key>`. */
  verifierKey: string
  /** The note: the text, an empty line, and the signature line. `text` must end with LF. */
  sign(text: string): string
}

const ed25519Type = Buffer.of(1)
/** DER of an Ed25519 private key up to its 32 bytes of seed (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * A signer of C2SP signed notes (https://c2sp.org/signed-note, read November 2026).
 * @param seed 32 bytes, kept secret; the same seed and name give the same signer
 */
export function createNoteSigner(name: string, seed: Buffer): NoteSigner {
  const privateKey: KeyObject = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  const typedKey = Buffer.concat([ed25519Type, spki.subarray(-32)])
  const keyId = createHash('sha256').update(`${name}\n`, 'utf8').update(typedKey).digest().subarray(0, 4)
  return {
    name,
    verifierKey: `${name}+${keyId.toString('hex')}+${typedKey.toString('base64')}`,
    sign(text) {
      const signature = sign(null, Buffer.from(text, 'utf8'), privateKey)
      return `${text}\n— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`
    },
  }
}
