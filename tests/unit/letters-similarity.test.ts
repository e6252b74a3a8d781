import { createCipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownShare } from '../../server/features/letters/similarity/letters-and-digits.ts'
import { fingerprints, sharesOf, sketch } from '../../server/features/letters/similarity/sketch.ts'
import { officeKey, windowHashes } from '../../server/features/letters/similarity/window-hashes.ts'
import { testKeys } from '../support/keys.ts'
import { plainShare, prose } from '../support/letter-prose.ts'

const key = officeKey(testKeys(), 'seat:12')
const hashesOf = (text: string) => windowHashes(text, key)
const shareOf = (text: string, other: string) => sharesOf(hashesOf(text), [sketch(hashesOf(other))])[0]

describe('hashes of windows', () => {
  it('are one for each place where 32 letters and digits begin, and none for a shorter text', () => {
    const lengths = [0, 1, 31, 32, 33, 100].map((length) => hashesOf('x'.repeat(length)).length)

    expect(lengths).toEqual([0, 0, 0, 1, 2, 69])
    expect(hashesOf('¡¿ … – ! ?'.repeat(20))).toHaveLength(0)
  })

  it('count letters that need two places in a string as one', () => {
    expect(hashesOf('𐐀'.repeat(40))).toHaveLength(9)
  })

  it.each([
    ['letter case', 'Please write to the minister about Öffnungszeiten', 'PLEASE WRITE TO THE MINISTER ABOUT ÖFFNUNGSZEITEN'],
    [
      'capitals that are two letters',
      'die große Straße vor dem Schloß der weißen Gräfin',
      'DIE GROSSE STRASSE VOR DEM SCHLOSS DER WEISSEN GRÄFIN',
    ],
    [
      'a letter whose small form depends on what follows',
      'Ο ΔΡΌΜΟΣ ΠΡΟΣ-ΤΟ-ΣΠΊΤΙ ΕΊΝΑΙ ΚΛΕΙΣΤΌΣ ΕΔΏ ΚΑΙ ΧΡΌΝΙΑ',
      'Ο ΔΡΌΜΟΣΠΡΟΣΤΟΣΠΊΤΙΕΊΝΑΙΚΛΕΙΣΤΌΣΕΔΏΚΑΙΧΡΌΝΙΑ',
    ],
    ['punctuation', "It's the bus - number 12 - that no longer stops here!", '“Its” the bus; number 12 … that (no longer) stops here'],
    [
      'white space',
      'one bus a day, for a village of two thousand people',
      'one bus a\r\n\r\nday, for a village\tof two thousand\u00a0people',
    ],
    [
      'what has no width',
      'nobody sees these signs, but a program does so, always',
      'no\u200bbody s\u00adees th\u200dese signs,\ufeff but a pro\u200cgram does so, always',
    ],
    [
      'how an accent is stored',
      'une école fermée, un hôpital menacé, une gare oubliée',
      'une école fermée, un hôpital menacé, une gare oubliée'.normalize('NFD'),
    ],
    [
      'forms of a letter',
      'the office of 12 counties and the ﬁrst ﬂoor of it',
      'ｔｈｅ ｏｆｆｉｃｅ of １２ counties and the first floor of it',
    ],
  ])('do not depend on %s', (_, text, same) => {
    expect(hashesOf(text).length).toBeGreaterThan(5)
    expect(hashesOf(same)).toEqual(hashesOf(text))
  })

  it('are the same wherever in a text the window stands', () => {
    const passage = prose('passage', 20)

    const alone = hashesOf(passage)
    const within = hashesOf(`${prose('before', 7)} ${passage} ${prose('after', 9)}`)

    expect([...within].join()).toContain([...alone].join())
  })

  it('are the beginning of an AES-CBC-MAC over four bytes for each letter', () => {
    const window = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
    const cipher = createCipheriv('aes-128-cbc', key, Buffer.alloc(16)).setAutoPadding(false)

    const mac = cipher.update([...window].map((letter) => `${letter}\0\0\0`).join(''), 'latin1').subarray(-16)

    expect([...hashesOf(window)]).toEqual([mac.readUInt32LE()])
  })

  it('tell nothing without the key: another installation and another office have none in common', () => {
    const text = prose('letter', 100)

    const ours = new Set(hashesOf(text))
    const otherOffice = windowHashes(text, officeKey(testKeys(), 'seat:13'))
    const otherSite = windowHashes(text, officeKey(testKeys(8), 'seat:12'))

    expect(ours.size).toBeGreaterThan(300)
    expect([...otherOffice, ...otherSite].filter((hash) => ours.has(hash))).toEqual([])
  })

  it('of 100 kB are made in a moment', () => {
    const text = prose('long', 17_000)
    const begin = performance.now()

    const hashes = hashesOf(text)
    const found = fingerprints(hashes)
    const kept = sketch(hashes)

    expect(performance.now() - begin).toBeLessThan(3000)
    expect(text.length).toBeGreaterThan(100_000)
    expect([found.length, kept.length]).toEqual([128, 2048])
  })
})

describe('the share of a text that another holds', () => {
  it('is all of the same text, and nothing of an unrelated one', () => {
    expect(shareOf(prose('one', 200), prose('one', 200))).toBe(1)
    expect(shareOf(prose('one', 200), prose('two', 200))).toBe(0)
  })

  it('is about half where half was taken over, however much else the other says', () => {
    const half = prose('half', 150)
    const text = `${half} ${prose('own', 150)}`

    expect(shareOf(text, half)).toBeCloseTo(0.5, 1)
    expect(shareOf(text, `${prose('more', 900)} ${half}`)).toBeCloseTo(0.5, 1)
  })

  it('is that of the plain definition, for any texts of which everything is kept', () => {
    // Pieces that come again, in any order and cut anywhere.
    const text = fc
      .array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 12 })
      .map((pieces) => pieces.map(([piece, length]) => prose(`piece ${piece}`, 12).slice(0, length)).join(' '))
      .filter((words) => hashesOf(words).length > 0)

    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(shareOf(one, other)).toBeCloseTo(plainShare(one, other), 10)
      }),
    )
  })

  it('is nearly that of the plain definition for texts of which a sample is kept', () => {
    const shared = prose('shared', 1200)
    const long = `${shared} ${prose('long', 800)}`
    const other = `${prose('other', 600)} ${shared}`

    expect(sketch(hashesOf(other)).length).toBeLessThan(hashesOf(other).length / 2)
    expect(Math.abs((shareOf(long, other) ?? 0) - plainShare(long, other))).toBeLessThan(0.03)
  })
})

describe('fingerprints', () => {
  it('have one in common where 63 letters in a row are, whatever stands around them', () => {
    const passage = fc.nat().map((n) => prose(`passage ${n}`, 16).replaceAll(' ', '').slice(0, 63))
    const around = fc.tuple(fc.nat(), fc.nat(60)).map(([n, words]) => prose(`around ${n}`, words))

    fc.assert(
      fc.property(passage, around, around, around, around, (words, before, after, otherBefore, otherAfter) => {
        const found = new Set(fingerprints(hashesOf(before + words + after)))
        const others = fingerprints(hashesOf(otherBefore + words + otherAfter))
        expect(others.some((hash) => found.has(hash))).toBe(true)
      }),
    )
  })

  it('are few: about one for seventeen letters, and one of a text that says the same over and over', () => {
    const hashes = hashesOf(prose('letter', 300))

    expect(hashes.length / fingerprints(hashes).length).toBeGreaterThan(13)
    expect(fingerprints(hashesOf('no'.repeat(500))).length).toBeLessThanOrEqual(2)
  })
})

describe('the share of a letter that is the constituent’s', () => {
  it('counts letters and digits of both parts', () => {
    expect(ownShare('My 12 words!', 'Ours, nine')).toBeCloseTo(9 / 17)
    expect(ownShare('𐐀𐐀', 'ab')).toBe(0.5)
  })

  it('is all without the campaign’s words, and nothing without their own', () => {
    expect(ownShare('Mine.', '')).toBe(1)
    expect(ownShare('– !', 'Ours.')).toBe(0)
    expect(ownShare('', '')).toBe(0)
  })
})
