import { inTransaction } from '../../server/db/database.ts'
import { findSimilarity, rememberWindows } from '../../server/features/letters/similarity/queries.ts'
import { officeKey, windowHashes, windowLength } from '../../server/features/letters/similarity/window-hashes.ts'
import { utcDay } from '../../server/lib/clock.ts'
import type { Installation } from './support/installation.ts'
import { openInstallation, sayDatabase } from './support/installation.ts'
import type { Letter } from './support/letter-texts.ts'
import { kinds, writeLetters } from './support/letter-texts.ts'
import { median, quantile, report, say } from './support/report.ts'

const standardLetters = 10_000
const seed = 20_261_124
const closeEnough = 0.05
const longestMs = 5

/** Milliseconds; `commit` is what the letter's own transaction takes besides. */
type Took = { hash: number; find: number; remember: number; commit: number }

/** How near the figure from the index is to the plain one over all earlier letters to an office, and what it takes. */
export async function letters([given]: string[]): Promise<void> {
  const written = writeLetters(Number(given ?? standardLetters), seed)
  sayLetters(written)
  const begin = performance.now()
  const plain = plainFigures(written)
  say(`plain figures, with all windows of all letters in memory: ${((performance.now() - begin) / written.length).toFixed(2)} ms a letter`)
  const installation = await openInstallation()
  try {
    await sayDatabase(installation)
    const { figures, took } = await sendAll(installation, written)
    await saySize(installation, written.length)
    const ms = took.map(({ hash, find, remember }) => hash + find + remember)
    sayTimes(took, ms)
    const errors = figures.map((figure, i) => Math.abs(figure - (plain[i] as number)))
    sayErrors(written, errors, plain)
    report([
      {
        bench: 'letters',
        case: 'median of hashing, finding and remembering a letter, against the longest allowed',
        ours: median(ms),
        theirs: longestMs,
        unit: 'ms, less is better',
      },
      {
        bench: 'letters',
        case: `letters whose figure is within ${closeEnough} of the plain one over all earlier letters, of all`,
        ours: errors.filter((error) => error <= closeEnough).length,
        theirs: written.length,
        unit: 'letters, more is better',
      },
    ])
  } finally {
    await installation.remove()
  }
}

async function sendAll({ ctx }: Installation, written: Letter[]): Promise<{ figures: number[]; took: Took[] }> {
  const key = officeKey(ctx.keys, 'office:bench')
  const day = utcDay(new Date())
  const figures: number[] = []
  const took: Took[] = []
  for (const { text } of written) {
    const begin = performance.now()
    const hashes = windowHashes(text, key)
    const hashed = performance.now()
    figures.push((await findSimilarity(ctx.pool, hashes)) ?? Number.NaN)
    const found = performance.now()
    const remember = await inTransaction(ctx.db, (tx) => timed(() => rememberWindows(tx, { hashes, day })))
    took.push({ hash: hashed - begin, find: found - hashed, remember, commit: performance.now() - found - remember })
  }
  return { figures, took }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/**
 * The definition, computed without hash or sample: for each letter the share of its windows that are in the
 * earlier letter that has most of them. Every window has a number, and by it the letters that it was in.
 */
function plainFigures(written: Letter[]): number[] {
  const numbers = new Map<string, number>()
  const lettersWith: number[][] = []
  return written.map(({ text }, letter) => {
    const windows = plainWindows(text)
    const inCommon = new Uint32Array(letter)
    for (const window of windows) {
      const number = numbers.get(window) ?? numbers.size
      const earlier = lettersWith[number] ?? []
      for (const other of earlier) inCommon[other] = (inCommon[other] as number) + 1
      earlier.push(letter)
      numbers.set(window, number)
      lettersWith[number] = earlier
    }
    return inCommon.reduce((most, shared) => Math.max(most, shared), 0) / windows.size
  })
}

/** The letters here are all of Unicode's first plane, so that each place in the string is one. */
function plainWindows(text: string): Set<string> {
  const bare = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  return new Set(Array.from({ length: bare.length - windowLength + 1 }, (_, i) => bare.slice(i, i + windowLength)))
}

function sayLetters(written: Letter[]): void {
  const words = written.map(({ text }) => text.split(/\s+/).length)
  const [least, most] = [Math.min(...words), Math.max(...words)]
  say(`${written.length} invented letters to one office, of ${least} to ${most} words, half under ${median(words)}:`)
  say(kinds.map((kind) => `${written.filter((letter) => letter.kind === kind).length} ${kind}`).join(', '))
}

async function saySize({ ctx }: Installation, howMany: number): Promise<void> {
  const { rows } = await ctx.pool.query<{ kept: string; found: string; bytes: string }>(
    `select (select count(*) from letter_sketches) as kept, (select count(*) from letter_fingerprints) as found,
            pg_total_relation_size('letter_sketches') + pg_total_relation_size('letter_fingerprints') as bytes`,
  )
  const [{ kept, found, bytes } = { kept: '', found: '', bytes: '' }] = rows
  say(`${kept} letters kept, ${found} fingerprints; ${Math.round(Number(bytes) / howMany)} bytes on disk for each letter sent`)
}

function sayTimes(took: Took[], inAll: number[]): void {
  const tenth = Math.floor(inAll.length / 10)
  const of = (part: keyof Took) => took.map((one) => one[part])
  say(`hashing: ${msInWords(of('hash'))}`)
  say(`finding: ${msInWords(of('find'))}`)
  say(`remembering: ${msInWords(of('remember'))}`)
  say(`all three: ${msInWords(inAll)}; of the last tenth ${msInWords(inAll.slice(-tenth))}`)
  say(`the rest of the transaction, with its commit, which the letter takes anyway: ${msInWords(of('commit'))}`)
}

function msInWords(ms: number[]): string {
  return `mean ${mean(ms).toFixed(2)} ms, median ${median(ms).toFixed(2)}, 95th percentile ${quantile(ms, 0.95).toFixed(2)}`
}

function sayErrors(written: Letter[], errors: number[], plain: number[]): void {
  const tenthOf = (figure: number) => Math.min(9, Math.floor(figure * 10))
  const groups = [
    ...kinds.map((kind) => ({ name: kind, has: (i: number) => written[i]?.kind === kind })),
    ...Array.from({ length: 10 }, (_, tenth) => ({
      name: `plain figure ${tenth / 10} to ${(tenth + 1) / 10}`,
      has: (i: number) => tenthOf(plain[i] as number) === tenth,
    })),
    { name: 'all', has: () => true },
  ]
  say('how far the figures are apart:')
  for (const { name, has } of groups) {
    const those = errors.filter((_, i) => has(i))
    if (those.length > 0) say(`${name}: ${errorsInWords(those)}`)
  }
}

function errorsInWords(errors: number[]): string {
  const [p50, p95, most] = [0.5, 0.95, 1].map((q) => quantile(errors, q).toFixed(4))
  const off = errors.filter((error) => error > closeEnough).length
  return `${errors.length} letters, mean ${mean(errors).toFixed(4)}, median ${p50}, 95th percentile ${p95}, most ${most}; ${off} over ${closeEnough}`
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
