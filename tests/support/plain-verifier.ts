import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import type { Receipt } from '../../server/contract/log.ts'

/** What somebody checks who trusts nothing of this site but its verifier key; none of it is the product's own code. */
const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** RFC 9162 §2.1.1. */
export const leafHashOf = (entry: Buffer) => sha256(Buffer.of(0), entry)
const nodeHashOf = (left: Buffer, right: Buffer) => sha256(Buffer.of(1), left, right)

/** RFC 9162 §2.1.3.2: the root that a proof leads to. A proof that is too short or too long leads nowhere. */
export function rootOfInclusion(leaf: Buffer, index: number, size: number, proof: Buffer[]): Buffer {
  let [fn, sn, hash] = [index, size - 1, leaf]
  for (const beside of proof) {
    if (sn === 0) throw new Error('the proof is too long')
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHashOf(beside, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
    } else hash = nodeHashOf(hash, beside)
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  if (sn !== 0) throw new Error('the proof is too short')
  return hash
}

/** RFC 9162 §2.1.4.2: the roots of the old and the new tree that a proof leads to. */
export function rootsOfConsistency(oldSize: number, size: number, oldRoot: Buffer, given: Buffer[]): [Buffer, Buffer] {
  const proof = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...given] : given
  let [fn, sn] = [oldSize - 1, size - 1]
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  let [fr, sr] = [proof[0] as Buffer, proof[0] as Buffer]
  for (const beside of proof.slice(1)) {
    if (sn === 0) throw new Error('the proof is too long')
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHashOf(beside, fr)
      sr = nodeHashOf(beside, sr)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
    } else sr = nodeHashOf(sr, beside)
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  if (sn !== 0) throw new Error('the proof is too short')
  return [fr, sr]
}

/** C2SP signed-note: its text in lines, and whether it is signed with the key that the verifier key names. */
export function openNote(note: string, verifierKey: string) {
  const [name = '', keyId = '', ...key] = verifierKey.trim().split('+')
  const typedKey = Buffer.from(key.join('+'), 'base64')
  const [text = '', signatures = ''] = note.split('\n\n')
  const signature = Buffer.from(signatures.replace(`— ${name} `, ''), 'base64')
  const publicKey = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), typedKey.subarray(1)]),
    format: 'der',
    type: 'spki',
  })
  return {
    lines: text.split('\n'),
    isKeyId:
      createHash('sha256').update(`${name}\n`).update(typedKey).digest('hex').startsWith(keyId) &&
      signature.subarray(0, 4).toString('hex') === keyId,
    isSigned: verify(null, Buffer.from(`${text}\n`), publicKey, signature.subarray(4)),
  }
}

/** The entry that a receipt's own fields make. */
export function entryOfReceipt(receipt: Receipt): Buffer {
  const idBytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
  const commitment = createHmac('sha256', Buffer.from(receipt.salt, 'base64'))
    .update(Buffer.concat([Buffer.from('countersign/commitment/v1\0'), idBytes(receipt.petitionId), idBytes(receipt.signatureId)]))
    .update(receipt.class)
    .digest()
  return Buffer.concat([Buffer.from('countersign/entry/v1\0'), Buffer.of(1), Buffer.from(receipt.textSha256, 'hex'), commitment])
}

/** The root that a receipt leads to, from its own fields alone. */
export function rootOfReceipt(receipt: Receipt): Buffer {
  return rootOfInclusion(leafHashOf(entryOfReceipt(receipt)), receipt.index, receipt.size, fromBase64(receipt.proof))
}

export const fromBase64 = (hashes: string[]) => hashes.map((hash) => Buffer.from(hash, 'base64'))
