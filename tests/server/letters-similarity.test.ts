import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { inTransaction, openDatabase } from '../../server/db/database.ts'
import { findSimilarity, purgeWindows, rememberWindows } from '../../server/features/letters/similarity/queries.ts'
import { officeKey, windowHashes } from '../../server/features/letters/similarity/window-hashes.ts'
import type { TestDatabase } from '../support/database.ts'
import { createTestDatabase } from '../support/database.ts'
import { testKeys } from '../support/keys.ts'
import { plainShare, prose } from '../support/letter-prose.ts'

const day = '2026-11-24'
const connections = 8

let database: TestDatabase
let pool: ReturnType<typeof openDatabase>['pool']
let db: Database
beforeAll(async () => {
  database = await createTestDatabase()
  ;({ pool, db } = openDatabase({ url: database.url, maxConnections: connections, onConnectionLost: () => {} }))
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

let offices = 0
/** An office that nobody has written to yet. */
const newOffice = () => `seat:${++offices}`
const hashesOf = (office: string, text: string) => windowHashes(text, officeKey(testKeys(), office))
const find = (office: string, text: string) => findSimilarity(pool, hashesOf(office, text))
const send = (office: string, text: string, on = day) =>
  inTransaction(db, (tx) => rememberWindows(tx, { hashes: hashesOf(office, text), day: on }))
const numberOf = async (table: string) => Number((await pool.query(`select count(*) from ${table}`)).rows[0].count)
const purgeAll = () => purgeWindows(db, '2100-01-01')

describe('how much a letter is like one that the office was sent', () => {
  it('is all when it was sent before, whatever became of case, punctuation and signs without width', async () => {
    const office = newOffice()
    const text = prose('letter', 120)
    await send(office, text)

    expect(await find(office, text)).toBe(1)
    expect(await find(office, `“${text.toUpperCase().replaceAll(' ', '…\n')}”`)).toBe(1)
    expect(await find(office, text.replaceAll('a', 'a\u200b'))).toBe(1)
  })

  it('is nothing when it is unlike all, or the first', async () => {
    const office = newOffice()

    const first = await find(office, prose('letter', 120))
    await send(office, prose('letter', 120))

    expect([first, await find(office, prose('unlike it', 120))]).toEqual([0, 0])
  })

  it('is half when half was taken over', async () => {
    const office = newOffice()
    await send(office, prose('template', 200))

    const half = await find(office, `${prose('template', 100)} ${prose('own', 100)}`)

    expect(Math.abs((half ?? 0) - 0.5)).toBeLessThan(0.05)
  })

  it('is what it shares with the one letter that holds most of it, not with all together', async () => {
    const office = newOffice()
    const [a, b, c] = [prose('a', 50), prose('b', 50), prose('c', 50)]
    await Promise.all([a, `${b} ${prose('d', 50)}`, c].map((text) => send(office, text)))

    const figure = await find(office, `${a} ${b} ${c}`)

    expect(Math.abs((figure ?? 0) - 1 / 3)).toBeLessThan(0.05)
  })

  it('cannot be said of fewer than 32 letters and digits, which are not kept either', async () => {
    const office = newOffice()
    const before = await numberOf('letter_sketches')
    await send(office, 'Thank you! I agree.')

    expect(await find(office, 'Thank you! I agree.')).toBeNull()
    expect(await numberOf('letter_sketches')).toBe(before)
  })

  it('has nothing to do with what another office was sent', async () => {
    await send(newOffice(), prose('letter', 120))

    expect(await find(newOffice(), prose('letter', 120))).toBe(0)
  })

  it('does not count a letter whose transaction was undone', async () => {
    const office = newOffice()
    const hashes = hashesOf(office, prose('letter', 120))
    const undone = inTransaction(db, async (tx) => {
      await rememberWindows(tx, { hashes, day })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')

    expect(await findSimilarity(pool, hashes)).toBe(0)
  })

  it('is the plain figure over all earlier letters, while they are few and share whole sentences', async () => {
    // Sentences are long enough for a fingerprint each.
    const letter = fc
      .array(fc.nat(11), { minLength: 1, maxLength: 8 })
      .map((parts) => parts.map((part) => prose(`part ${part}`, 16)).join(' '))

    await fc.assert(
      fc.asyncProperty(fc.array(letter, { minLength: 2, maxLength: 8 }), async (letters) => {
        const office = newOffice()
        for (const [i, text] of letters.entries()) {
          const plain = Math.max(0, ...letters.slice(0, i).map((earlier) => plainShare(text, earlier)))
          expect(await find(office, text)).toBeCloseTo(plain, 10)
          await send(office, text)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('what is kept', () => {
  it('is a random number, a day and keyed hashes, and nothing else', async () => {
    await purgeAll()
    const [one, other] = [newOffice(), newOffice()]
    for (const office of [one, one, other]) await send(office, prose('letter', 120))

    const { rows: columns } = await pool.query(
      `select table_name || '.' || column_name as name from information_schema.columns where table_name ~ '^letter_(sketch|finger)' order by 1`,
    )
    const { rows } = await pool.query<{ letter: string; day: string; hashes: Buffer }>(
      'select letter, day::text, hashes from letter_sketches',
    )
    const hashes = rows.map((row) => row.hashes.toString('hex'))

    expect(columns.map(({ name }) => name)).toEqual([
      'letter_fingerprints.hash',
      'letter_fingerprints.letter',
      'letter_sketches.day',
      'letter_sketches.hashes',
      'letter_sketches.letter',
    ])
    expect(new Set(rows.map(({ letter }) => letter)).size).toBe(3)
    expect(new Set(hashes).size).toBe(2)
    expect(rows.every((row) => row.day === day)).toBe(true)
  })

  it('does not grow with what is sent over and over', async () => {
    await purgeAll()
    const office = newOffice()
    const fingerprintsOf = () => numberOf('letter_fingerprints')
    await send(office, prose('template', 120))
    const ofOne = await fingerprintsOf()

    for (let i = 0; i < 30; i++) await send(office, prose('template', 120))

    expect([await numberOf('letter_sketches'), await fingerprintsOf()]).toEqual([8, 8 * ofOne])
  })

  it('finds the one letter with the same own words among many with the same three templates', async () => {
    const office = newOffice()
    const templates = ['a', 'b', 'c'].map((name) => prose(name, 100))
    for (const template of templates) for (let i = 0; i < 10; i++) await send(office, `${template} ${prose(`own ${i} of ${template}`, 20)}`)
    const text = [...templates, prose('own', 40)].join(' ')
    await send(office, text)

    expect(await find(office, text)).toBe(1)
  })

  it('of 100 kB is no more than of any long letter, and takes no long time', async () => {
    await purgeAll()
    const office = newOffice()
    const text = prose('long', 17_000)
    const begin = performance.now()

    await send(office, text)
    const figure = await find(office, text)

    expect(performance.now() - begin).toBeLessThan(5000)
    expect(figure).toBe(1)
    expect(await numberOf('letter_fingerprints')).toBe(128)
    const { rows } = await pool.query('select octet_length(hashes) as bytes from letter_sketches')
    expect(rows).toEqual([{ bytes: 4 * 2048 }])
  })
})

describe('after ninety days', () => {
  it('what was sent before the day is gone, and what was sent on it is not', async () => {
    const office = newOffice()
    await send(office, prose('old', 120), '2026-08-25')
    await send(office, prose('young', 120), '2026-08-26')

    await purgeWindows(db, '2026-08-26')

    expect([await find(office, prose('old', 120)), await find(office, prose('young', 120))]).toEqual([0, 1])
  })

  it('nothing is left of thousands, also when several purge at once', async () => {
    await pool.query(`insert into letter_sketches (letter, day, hashes) select n, '2026-01-01', '' from generate_series(1, 5500) as n`)
    await pool.query('insert into letter_fingerprints (hash, letter) select 1, n from generate_series(1, 5500) as n')

    await Promise.all([purgeAll(), purgeAll(), purgeAll()])
    await purgeAll()

    expect([await numberOf('letter_sketches'), await numberOf('letter_fingerprints')]).toEqual([0, 0])
  })

  it('a purge does not wait for one that has begun', async () => {
    await purgeAll()
    const office = newOffice()
    for (const name of ['one', 'two', 'three']) await send(office, prose(name, 120), '2026-08-25')

    const left = await inTransaction(db, async (tx) => {
      await tx.execute('delete from letter_sketches where letter = (select min(letter) from letter_sketches)')
      await purgeAll()
      return numberOf('letter_sketches')
    })

    // What the one that goes on has deleted is still there for everybody else.
    expect([left, await numberOf('letter_sketches')]).toEqual([1, 0])
  })

  it('the next of a text that was sent over and over stands for it', async () => {
    const office = newOffice()
    for (let i = 0; i < 10; i++) await send(office, prose('template', 120), '2026-08-25')
    await purgeWindows(db, '2026-08-26')

    const figures = [await find(office, prose('template', 120))]
    await send(office, prose('template', 120))
    figures.push(await find(office, prose('template', 120)))

    expect(figures).toEqual([0, 1])
  })
})

describe('letters at the same moment', () => {
  it('are all kept, and none fails, when each goes to two offices in another order', async () => {
    const [one, other] = [newOffice(), newOffice()]
    const text = prose('letter', 120)
    const sendBoth = (first: string, second: string) =>
      inTransaction(db, async (tx) => {
        for (const office of [first, second]) await rememberWindows(tx, { hashes: hashesOf(office, text), day })
      })

    await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? sendBoth(one, other) : sendBoth(other, one))))

    expect([await find(one, text), await find(other, text)]).toEqual([1, 1])
  })

  it('do not wait for each other, nor for a purge', async () => {
    const office = newOffice()
    const hashes = hashesOf(office, prose('letter', 120))
    await send(office, prose('letter', 120), '2026-01-01')

    const seen = await inTransaction(db, async (tx) => {
      await rememberWindows(tx, { hashes, day })
      await send(office, prose('letter', 120))
      await purgeWindows(db, '2026-01-02')
      return findSimilarity(pool, hashes)
    })

    expect(seen).toBe(1)
  })
})
