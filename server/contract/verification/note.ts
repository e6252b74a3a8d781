import type { Bytes } from './bytes.ts'
import { concat, fromBase64, fromHex, isEqual, sha256, subtle, utf8 } from './bytes.ts'
import { Fault } from './faults.ts'

/** Who signs the notes that we believe: a name and an Ed25519 key, with the id that signature lines carry. */
export type VerifierKey = { name: string; id: Bytes; publicKey: Bytes }

const ed25519Type = 1
const publicKeyBytes = 32
const keyIdBytes = 4
const maxSignatures = 100

/**
 * Reads a verifier key, `<name>+<key id in hex>+<base64 of type byte and key>`, and makes sure that its id is its own.
 * @throws Fault key-malformed
 * @see https://c2sp.org/signed-note, read November 2026
 */
export async function readVerifierKey(text: string): Promise<VerifierKey> {
  const { name, hexId, base64 } = /^(?<name>[^\s+\p{Cc}]+)\+(?<hexId>[0-9a-f]{8})\+(?<base64>\S+)$/u.exec(text.trim())?.groups ?? {}
  const id = fromHex(hexId ?? '')
  const typedKey = fromBase64(base64 ?? '')
  if (!name || !id || typedKey?.length !== 1 + publicKeyBytes || typedKey[0] !== ed25519Type) throw new Fault('key-malformed')
  const hash = await sha256(concat(utf8(`${name}\n`), typedKey))
  if (!isEqual(hash.slice(0, keyIdBytes), id)) throw new Fault('key-malformed', 'Its id does not belong to its name and key.')
  return { name, id, publicKey: typedKey.slice(1) }
}

/**
 * The text of a signed note, line end included, when `key` has signed it; signatures of others are ignored.
 * The first signature line of the key decides.
 * @throws Fault note-malformed, other-key, signature-wrong, crypto-missing
 */
export async function openNote(note: string, key: VerifierKey): Promise<string> {
  const { text, signatures } = splitNote(note)
  const own = signatures.find(({ name, id }) => name === key.name && isEqual(id, key.id))
  if (!own) throw new Fault('other-key')
  if (!(await isSigned(key.publicKey, own.signature, utf8(text)))) throw new Fault('signature-wrong')
  return text
}

function splitNote(note: string) {
  // The text may hold empty lines itself: the last one divides.
  const end = note.lastIndexOf('\n\n') + 1
  const lines = note.slice(end + 1).split('\n')
  if (end === 0 || lines.pop() !== '' || lines.length > maxSignatures || hasControls(note)) throw new Fault('note-malformed')
  return { text: note.slice(0, end), signatures: lines.map(readSignatureLine) }
}

function readSignatureLine(line: string) {
  const { name = '', base64 = '' } = /^— (?<name>[^\s+]+) (?<base64>\S+)$/u.exec(line)?.groups ?? {}
  const bytes = fromBase64(base64)
  if (!bytes || bytes.length <= keyIdBytes) throw new Fault('note-malformed')
  return { name, id: bytes.slice(0, keyIdBytes), signature: bytes.slice(keyIdBytes) }
}

/** Control characters, or halves of characters, which have no UTF-8. */
function hasControls(note: string): boolean {
  return !note.isWellFormed() || [...note].some((character) => character < ' ' && character !== '\n')
}

async function isSigned(publicKey: Bytes, signature: Bytes, text: Bytes): Promise<boolean> {
  try {
    const key = await subtle().importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify'])
    return await subtle().verify({ name: 'Ed25519' }, key, signature, text)
  } catch (error) {
    // Older browsers have WebCrypto without Ed25519; a key that is no point of the curve verifies nothing.
    if ((error as Error).name === 'NotSupportedError') throw new Fault('crypto-missing')
    if (error instanceof Fault) throw error
    return false
  }
}
