import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { crc32, inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { zipLetters } from '../../server/features/letters/printing/zip-letters.ts'

async function* named(...names: string[]) {
  for (const name of names) yield { name, pdf: Buffer.from(`%PDF of ${name}`) }
}

/** The files of a ZIP, by its list at the end; each is checked against its sum. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf('PK\x05\x06')
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
    const [method, sum, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 20)]
    const [nameLength, extraLength, head] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt32LE(at + 42)]
    const start = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28)
    const stored = zip.subarray(start, start + size)
    const content = method === 8 ? inflateRawSync(stored) : stored
    expect(crc32(content)).toBe(sum)
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), content)
    at += 46 + nameLength + extraLength
  }
  return files
}

const read = async (...names: string[]) => unzip(await buffer(zipLetters(named(...names))))
const namesOf = async (...names: string[]) => [...(await read(...names)).keys()].slice(0, -1)

describe('a ZIP of letters', () => {
  it('holds each letter as it is, and a page that says how many there are and how to print them', async () => {
    const files = await read('To Ms Sample', 'To Mr Placeholder')

    expect([...files.keys()]).toEqual(['To Ms Sample.pdf', 'To Mr Placeholder.pdf', 'README.txt'])
    expect(files.get('To Mr Placeholder.pdf')?.toString()).toBe('%PDF of To Mr Placeholder')
    expect(files.get('README.txt')?.toString()).toMatch(/^Letters in this folder: 2,.*at actual size/s)
  })

  it('of none holds the page alone', async () => {
    const files = await read()

    expect([...files.keys()]).toEqual(['README.txt'])
    expect(files.get('README.txt')?.toString()).toContain('Letters in this folder: 0,')
  })

  it('has names without path, control characters and what Windows does not take', async () => {
    expect(
      await namesOf('../../etc/passwd', 'C:\\a|b?*"<x>', 'line\nbreak\u0007\u202e', '...', ' dots. . ', 'aux', 'COM1.old', ''),
    ).toEqual([
      ...['-..-etc-passwd.pdf', 'C-a-b-x-.pdf', 'line break.pdf', 'letter.pdf', 'dots.pdf', 'letter aux.pdf', 'letter COM1.old.pdf'],
      'letter (2).pdf',
    ])
  })

  it('has no two names that a disk takes for the same', async () => {
    expect(await namesOf('Ana', 'ana', 'ANA.pdf', 'Ana (2)', 'Zoe\u0308', 'Zo\u00eb')).toEqual([
      ...['Ana.pdf', 'ana (2).pdf', 'ANA (3).pdf', 'Ana (2) (2).pdf', 'Zo\u00eb.pdf', 'Zo\u00eb (2).pdf'],
    ])
  })

  it('cuts long names between characters', async () => {
    const [name = ''] = await namesOf('🇺🇳'.repeat(60))

    expect(Buffer.byteLength(name)).toBeLessThan(130)
    expect(name).toMatch(/^(🇺🇳)+\.pdf$/u)
  })

  it('holds a few letters at a time, however many there are', async () => {
    let asked = 0
    async function* letters() {
      for (; asked < 400; asked++) yield { name: 'letter', pdf: randomBytes(50_000) }
    }
    let [taken, most] = [0, 0]
    for await (const chunk of zipLetters(letters())) {
      taken += chunk.length
      most = Math.max(most, asked * 50_000 - taken)
    }

    expect(taken).toBeGreaterThan(20_000_000)
    expect(most).toBeLessThan(1_000_000)
  })

  it('keeps nothing of a letter that went through', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const held: number[] = []
    async function* letters() {
      for (let i = 0; i < 600; i++) {
        if (i % 200 === 100) {
          collect()
          held.push(process.memoryUsage().arrayBuffers)
        }
        // Of a size that Node cuts out of blocks, as small files are.
        yield { name: 'letter', pdf: Buffer.from('x'.repeat(25_000)) }
      }
    }
    for await (const chunk of zipLetters(letters())) expect(chunk.length).toBeGreaterThan(0)

    expect((held[2] ?? Number.NaN) - (held[0] ?? 0)).toBeLessThan(5_000_000)
  })

  it('fails if a letter fails', async () => {
    async function* failing() {
      yield* named('one')
      throw new Error('no more ink')
    }

    await expect(buffer(zipLetters(failing()))).rejects.toThrow('no more ink')
  })

  it('asks for no more letters once nobody wants them', async () => {
    let isClosed = false
    async function* letters() {
      try {
        for (;;) yield { name: 'letter', pdf: Buffer.alloc(100_000) }
      } finally {
        isClosed = true
      }
    }
    const zip = zipLetters(letters())
    await once(zip, 'readable')
    zip.destroy()

    await expect.poll(() => isClosed).toBe(true)
  })
})
