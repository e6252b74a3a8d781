import { expect, test } from 'vitest'
import { openCheckpoint, originOf, requireSameRoot, slugOf } from '../../../../server/contract/verification/checkpoint.ts'
import { openNote, readVerifierKey } from '../../../../server/contract/verification/note.ts'
import { createNoteSigner } from '../../../../server/lib/signed-note.ts'

const signer = createNoteSigner('log.example.org', Buffer.alloc(32, 1))
const stranger = createNoteSigner('log.example.org', Buffer.alloc(32, 2))
const key = await readVerifierKey(signer.verifierKey)
const root = Buffer.alloc(32, 9).toString('base64')
const text = `log.example.org/log/test-petition\n12\n${root}\n`
const note = signer.sign(text)

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

test('what the site signs is read back', async () => {
  const checkpoint = await openCheckpoint(note, key)

  expect(checkpoint).toEqual({ origin: 'log.example.org/log/test-petition', size: 12, root: new Uint8Array(32).fill(9) })
  expect(slugOf(checkpoint.origin, key)).toBe('test-petition')
  expect(originOf(key, 'test-petition')).toBe(checkpoint.origin)
})

test('each byte of a note that is flipped makes it fail', async () => {
  const bytes = Buffer.from(note)
  const accepted: number[] = []

  for (const at of bytes.keys()) {
    const tampered = Buffer.from(bytes)
    tampered[at] = (tampered[at] as number) ^ 1
    if ((await codeOf(openNote(tampered.toString('utf8'), key))) === 'accepted') accepted.push(at)
  }

  expect(bytes.length).toBeGreaterThan(100)
  expect(accepted).toEqual([])
})

test('a text may hold empty lines, and other signatures beside the key’s are passed over', async () => {
  const poem = signer.sign('first line\n\nlast line\n')
  const other = createNoteSigner('witness.example.net', Buffer.alloc(32, 3)).sign('first line\n\nlast line\n').split('\n').at(-2)

  expect(await openNote(poem, key)).toBe('first line\n\nlast line\n')
  expect(await openNote(poem.replace('\n— ', `\n${other}\n— `), key)).toBe('first line\n\nlast line\n')
})

test.each([
  ['signed by another key of the same name', stranger.sign(text), 'other-key'],
  ['the signature of another text', note.replace(/^(.*)\n12\n/, '$1\n13\n'), 'signature-wrong'],
  ['no signature', text, 'note-malformed'],
  ['nothing', '', 'note-malformed'],
  ['no line end', note.trimEnd(), 'note-malformed'],
  ['control characters', note.replace('12', '12\r'), 'note-malformed'],
  ['half a character', note.replace('12', '\ud800'), 'note-malformed'],
  ['a line after the signatures', `${note}more\n`, 'note-malformed'],
  ['101 signatures', note + note.split('\n').at(-2)?.concat('\n').repeat(100), 'note-malformed'],
])('a note with %s', async (_what, given, expected) => {
  expect(await codeOf(openNote(given, key))).toBe(expected)
})

test.each([
  ['a leading zero', 'log.example.org/log/a\n012\n'],
  ['a negative size', 'log.example.org/log/a\n-1\n'],
  ['a size past all counting', 'log.example.org/log/a\n9999999999999999\n'],
  ['an exponent', 'log.example.org/log/a\n1e3\n'],
  ['no origin', '\n12\n'],
])('a signed text with %s is no checkpoint', async (_what, beginning) => {
  expect(await codeOf(openCheckpoint(signer.sign(`${beginning}${root}\n`), key))).toBe('checkpoint-malformed')
})

test('a root of another length is no checkpoint, and further lines are passed over', async () => {
  const short = signer.sign(`log.example.org/log/a\n12\n${Buffer.alloc(31).toString('base64')}\n`)
  const further = signer.sign(`${text}a further line\n`)

  expect(await codeOf(openCheckpoint(short, key))).toBe('checkpoint-malformed')
  expect((await openCheckpoint(further, key)).size).toBe(12)
})

test.each([
  ['nothing', ''],
  ['a name alone', 'log.example.org'],
  ['the id of another key', signer.verifierKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
  ['another name', signer.verifierKey.replace('log.', 'lag.')],
  ['a key of another kind', signer.verifierKey.replace('+AY', '+Aq')],
  ['a key cut short', signer.verifierKey.slice(0, -4)],
  ['capital hexadecimal digits', signer.verifierKey.toUpperCase()],
])('%s is no verifier key', async (_what, given) => {
  expect(await codeOf(readVerifierKey(given))).toBe('key-malformed')
})

test('a key that is no point of the curve verifies nothing', async () => {
  const odd = { ...key, publicKey: new Uint8Array(32).fill(255) }

  expect(await codeOf(openNote(note, odd))).toBe('signature-wrong')
})

test('two roots for one size are a fork, and a foreign origin is another log', async () => {
  const checkpoint = await openCheckpoint(note, key)

  expect(() => requireSameRoot(checkpoint, { ...checkpoint, root: new Uint8Array(32) })).toThrow('contradict')
  expect(() => slugOf('other.example.org/log/test-petition', key)).toThrow('another log')
  expect(() => slugOf('log.example.org/log/../other', key)).toThrow('another log')
})
