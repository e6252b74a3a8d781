import { isEqual } from '#contract/verification/bytes.ts'
import type { Checkpoint } from '#contract/verification/checkpoint.ts'
import { openCheckpoint, slugOf } from '#contract/verification/checkpoint.ts'
import { entryOfReceipt } from '#contract/verification/entry.ts'
import { Fault } from '#contract/verification/faults.ts'
import type { VerifierKey } from '#contract/verification/note.ts'
import { readVerifierKey } from '#contract/verification/note.ts'
import type { Log, WholeLog } from '#contract/verification/read-log.ts'
import { proveGrowth, readWholeLog } from '#contract/verification/read-log.ts'
import { proveReceipt, readReceipt } from '#contract/verification/receipt.ts'

/** A check that passed, with what its sentence needs; or one that did not, with the reason. */
export type Step =
  | { name: 'key'; isGiven: boolean }
  | { name: 'receipt'; slug: string }
  | { name: 'signature'; slug: string; size: number }
  | { name: 'inclusion'; index: number }
  | { name: 'growth'; from: number; to: number }
  | { name: 'entries'; size: number }
  | { name: 'count'; signed: number; voided: number; count: number }
  | { name: 'counts'; index: number }
  | { name: StepName; fault: Fault }
export type StepName = 'key' | 'receipt' | 'signature' | 'inclusion' | 'growth' | 'entries' | 'count' | 'counts'

/** What the first checks found, which reading the whole log goes on from. */
export type Found = { log: Log; earlier: Checkpoint; today: Checkpoint; watched: { index: number; entry: Uint8Array<ArrayBuffer> } | null }

type Given = { text: string; key: string; siteKey: string; report(step: Step): void }

/** Does one check after another; null when one failed, which has been reported. */
type Attempt = <T>(name: StepName, work: () => Promise<T>, step: (result: T) => Step) => Promise<T>

/** A fault that has been reported already. */
class Stop extends Error {}

/**
 * Checks a receipt: key, shape, signature, its own proof, and that the log has only grown since.
 * Of the receipt the site learns nothing but the size of the log when it was made.
 * @returns null when a check failed
 */
export function checkReceipt(given: Given): Promise<Found | null> {
  return attempting(given, async (attempt, key) => {
    const receipt = await attempt(
      'receipt',
      async () => readReceipt(given.text),
      ({ origin }) => ({ name: 'receipt', slug: slugOf(origin, key) }),
    )
    const slug = slugOf(receipt.origin, key)
    const earlier = await attempt(
      'signature',
      () => openOf(receipt.checkpoint, key, receipt.origin),
      ({ size }) => ({ name: 'signature', slug, size }),
    )
    const { index } = receipt
    await attempt(
      'inclusion',
      () => proveReceipt(receipt, earlier),
      () => ({ name: 'inclusion', index }),
    )
    return { slug, earlier, watched: { index, entry: await entryOfReceipt(receipt) } }
  })
}

/**
 * Checks a checkpoint that was saved earlier: its signature, and that the log has only grown since.
 * @returns null when a check failed
 */
export function checkCheckpoint(given: Given): Promise<Found | null> {
  return attempting(given, async (attempt, key) => {
    const earlier = await attempt(
      'signature',
      () => openCheckpoint(`${given.text.trim()}\n`, key),
      ({ origin, size }) => ({ name: 'signature', slug: slugOf(origin, key), size }),
    )
    return { slug: slugOf(earlier.origin, key), earlier, watched: null }
  })
}

/**
 * Reads the whole log: root, count, and for a receipt whether its entry still counts.
 * @returns false when it could not be read to its end
 */
export async function checkWholeLog(
  { log, today, watched }: Found,
  options: { report(step: Step): void; onProgress(entries: number): void; signal: AbortSignal },
): Promise<boolean> {
  const { report, onProgress, signal } = options
  try {
    const whole = await readWholeLog(log, today, { onProgress, signal, ...(watched ? { watch: watched.index } : {}) })
    const rootOrTiles = whole.rootFault ?? whole.tilesFault
    report(rootOrTiles ? { name: 'entries', fault: rootOrTiles } : { name: 'entries', size: today.size })
    const { signed, voided, count, entriesFault } = whole
    report(entriesFault ? { name: 'count', fault: entriesFault } : { name: 'count', signed, voided, count })
    if (watched) report(countsStep(watched, whole))
    return true
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    report({ name: 'entries', fault: error })
    return false
  }
}

function countsStep({ index, entry }: NonNullable<Found['watched']>, whole: WholeLog): Step {
  if (whole.entriesFault) return { name: 'counts', fault: whole.entriesFault }
  if (!whole.watched || !isEqual(whole.watched.entry, entry)) return { name: 'counts', fault: new Fault('entry-other') }
  const { voidedBy } = whole.watched
  if (!voidedBy) return { name: 'counts', index }
  return { name: 'counts', fault: new Fault(voidedBy.reason === 'signer' ? 'entry-withdrawn' : 'entry-removed') }
}

async function attempting(
  given: Given,
  work: (attempt: Attempt, key: VerifierKey) => Promise<Omit<Found, 'log' | 'today'> & { slug: string }>,
): Promise<Found | null> {
  const attempt: Attempt = async (name, check, step) => {
    try {
      const result = await check()
      given.report(step(result))
      return result
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      given.report({ name, fault: error })
      throw new Stop()
    }
  }
  try {
    const key = await attempt(
      'key',
      () => chosenKey(given),
      () => ({ name: 'key', isGiven: given.key.trim() !== '' }),
    )
    const { slug, earlier, watched } = await work(attempt, key)
    const log: Log = { address: `/log/${slug}`, slug, key }
    const today = await attempt(
      'growth',
      () => proveGrowth(log, earlier),
      ({ size }) => ({ name: 'growth', from: earlier.size, to: size }),
    )
    return { log, earlier, today, watched }
  } catch (error) {
    if (error instanceof Stop) return null
    throw error
  }
}

/** The key that the reader noted, which must be the site’s; or the site’s, on trust. */
async function chosenKey({ key, siteKey }: Given): Promise<VerifierKey> {
  const noted = key.trim()
  const read = await readVerifierKey(noted || siteKey)
  if (noted !== '' && noted !== siteKey) throw new Fault('key-changed')
  return read
}

async function openOf(note: string, key: VerifierKey, origin: string): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(note, key)
  if (checkpoint.origin !== origin) throw new Fault('other-log')
  return checkpoint
}
