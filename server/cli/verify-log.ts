import { setTimeout } from 'node:timers/promises'
import type { Receipt } from '#contract/log.ts'
import type { PetitionCount } from '#contract/petitions.ts'
import type { Bytes } from '#contract/verification/bytes.ts'
import { isEqual } from '#contract/verification/bytes.ts'
import type { Checkpoint } from '#contract/verification/checkpoint.ts'
import { openCheckpoint, slugOf } from '#contract/verification/checkpoint.ts'
import type { VoidReason } from '#contract/verification/entry.ts'
import { Fault } from '#contract/verification/faults.ts'
import type { VerifierKey } from '#contract/verification/note.ts'
import { readVerifierKey } from '#contract/verification/note.ts'
import { readText } from '#contract/verification/read-address.ts'
import type { Log, WholeLog } from '#contract/verification/read-log.ts'
import { readCheckpoint, readWholeLog } from '#contract/verification/read-log.ts'
import { proveReceipt, readReceipt } from '#contract/verification/receipt.ts'

/** What is to be verified, and by what. */
export type Asked = {
  /** Address of the site, without a path. */
  site: string
  slug: string
  /** A verifier key that the caller trusts; null where the site's own has to do. */
  key: string | null
  /** Texts of the files, null where none was named. */
  receipt: string | null
  checkpoint: string | null
}

/** Says what was found, one line for each check. */
export type Report = {
  ok(line: string): void
  bad(line: string): void
  note(line: string): void
  /** Prints `ok` with the line that the result gives, or `BAD` with the fault; null after a fault. */
  check<T>(subject: string, work: () => T | Promise<T>, ok: (result: T) => string | null): Promise<T | null>
}

/** A checkpoint that was signed earlier, as a file brought it. */
type Earlier = { subject: string; checkpoint: Checkpoint }
type Opened = { receipt: (Earlier & { receipt: Receipt; entry: Bytes }) | null; saved: Earlier | null }
type Newest = { checkpoint: Checkpoint; note: string }
type ShownCount = Pick<PetitionCount, 'count' | 'voided' | 'checkpointSize'>

/** A cache in front of the site may be this far behind. */
const checkpointTries = 3
const betweenTriesMs = 1000
const manyEntries = 10_000

const number = new Intl.NumberFormat('en-GB')
const entriesOf = (size: number) => `${number.format(size)} ${size === 1 ? 'entry' : 'entries'}`

/** Makes all checks in their order; goes on after one that failed wherever the next still says something. */
export async function compareLog(asked: Asked, report: Report): Promise<void> {
  const key = await takeKey(asked, report)
  if (!key) return
  const log: Log = { address: `${asked.site}/log/${asked.slug}`, slug: asked.slug, key }
  const opened = await openFiles(asked, log, report)
  // Asked for first, so that the checkpoint is of the same moment or newer.
  const shown = await report.check(
    'site',
    () => readCount(asked),
    () => null,
  )
  const newest = await takeCheckpoint(log, shown, report)
  if (!newest) return
  const whole = await report.check(
    'entries',
    () => readAll(log, newest.checkpoint, shown, opened, report),
    () => null,
  )
  if (!whole) return
  sayWhole(whole, newest.checkpoint, report)
  if (shown) sayShown(shown, newest.checkpoint, whole, report)
  if (opened.receipt) sayReceipt(opened.receipt, newest, whole, report)
  if (opened.saved) sayEarlier(opened.saved, newest, whole, report)
}

async function takeKey({ site, key }: Asked, report: Report): Promise<VerifierKey | null> {
  if (key !== null)
    return report.check(
      'key',
      () => readVerifierKey(key),
      () => `${key}, as you gave it`,
    )
  const address = `${site}/log/key`
  const text = await report.check(
    'key',
    () => readText(address, { maxBytes: 1024 }),
    () => null,
  )
  if (text === null) return null
  const read = await report.check(
    'key',
    () => readVerifierKey(text),
    () => null,
  )
  if (!read) {
    report.note(`what ${address} answers is not a log’s key: is this the address of a petition?`)
    return null
  }
  report.note('key: taken on trust from the site. Compare it with one that you noted earlier or got elsewhere, or give that with --key:')
  report.note(text.trim())
  return read
}

async function openFiles(asked: Asked, log: Log, report: Report): Promise<Opened> {
  const open = async (subject: string, note: string): Promise<Earlier> => {
    const checkpoint = await openCheckpoint(note, log.key)
    if (slugOf(checkpoint.origin, log.key) !== log.slug) throw new Fault('other-log', `Its origin is ${checkpoint.origin}.`)
    return { subject, checkpoint }
  }
  const receipt = async (text: string) => {
    const read = readReceipt(text)
    const earlier = await open('receipt', read.checkpoint)
    if (read.origin !== earlier.checkpoint.origin) throw new Fault('other-log', `Its origin is ${read.origin}.`)
    return { ...earlier, receipt: read, entry: await proveReceipt(read, earlier.checkpoint) }
  }
  const { receipt: receiptText, checkpoint: savedText } = asked
  const opened: Opened = { receipt: null, saved: null }
  if (receiptText !== null) {
    const sentence = ({ receipt: { index }, checkpoint }: { receipt: Receipt; checkpoint: Checkpoint }) =>
      `its proof leads from entry ${index} to its checkpoint of ${entriesOf(checkpoint.size)}, which is signed`
    opened.receipt = await report.check('receipt', () => receipt(receiptText), sentence)
  }
  if (savedText !== null) {
    const subject = 'saved checkpoint'
    opened.saved = await report.check(
      subject,
      () => open(subject, savedText),
      ({ checkpoint }) => `signed, of ${entriesOf(checkpoint.size)}`,
    )
  }
  return opened
}

async function readCount({ site, slug }: Asked): Promise<ShownCount> {
  const address = `${site}/api/v1/petitions/${slug}/count`
  const text = await readText(address, { maxBytes: 16_384 })
  try {
    const { count, voided, checkpointSize } = JSON.parse(text)
    if ([count, voided, checkpointSize].every((value) => Number.isSafeInteger(value) && value >= 0))
      return { count, voided, checkpointSize }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new Fault('not-served', `${address} (no count)`)
}

async function takeCheckpoint(log: Log, shown: ShownCount | null, report: Report): Promise<Newest | null> {
  try {
    let newest = await readCheckpoint(log)
    for (let tries = 1; tries < checkpointTries && newest.checkpoint.size < (shown?.checkpointSize ?? 0); tries++) {
      await setTimeout(betweenTriesMs)
      newest = await readCheckpoint(log)
    }
    report.ok(`checkpoint: ${entriesOf(newest.checkpoint.size)}, signed by ${log.key.name}`)
    return newest
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const isEmpty = error.code === 'nothing-counted' && shown?.count === 0 && shown.checkpointSize === 0
    if (isEmpty) report.ok('checkpoint: nothing has been counted yet, and the site shows a count of 0')
    else report.bad(`checkpoint: ${error.message}`)
    return null
  }
}

function readAll(log: Log, checkpoint: Checkpoint, shown: ShownCount | null, opened: Opened, report: Report): Promise<WholeLog> {
  const { size } = checkpoint
  let saidTenths = 0
  return readWholeLog(log, checkpoint, {
    sizes: [shown?.checkpointSize, opened.receipt?.checkpoint.size, opened.saved?.checkpoint.size].filter((n) => n !== undefined),
    ...(opened.receipt ? { watch: opened.receipt.receipt.index } : {}),
    onWait: (seconds) => report.note(`the site asks to go on in ${seconds} s`),
    onProgress(entries) {
      const tenths = Math.floor((10 * entries) / size)
      if (size > manyEntries && tenths > saidTenths) report.note(`read ${number.format(entries)} of ${entriesOf(size)}`)
      saidTenths = tenths
    },
  })
}

function sayWhole(whole: WholeLog, { size }: Checkpoint, report: Report): void {
  const { signed, voided, count, rootFault, tilesFault, entriesFault } = whole
  if (rootFault) report.bad(`entries: ${rootFault.message}`)
  else report.ok(`entries: the root hash made from all ${entriesOf(size)} is the one that was signed`)
  if (tilesFault) report.bad(`tiles: ${tilesFault.message}`)
  else report.ok('tiles: every full tile of leaf hashes holds the hashes of its entries')
  if (entriesFault) report.bad(`count: ${entriesFault.message}`)
  else {
    report.ok('voids: each names an earlier signature, and none is voided twice')
    report.ok(`count: ${number.format(signed)} signed − ${number.format(voided)} voided = ${number.format(count)}`)
  }
}

function sayShown(shown: ShownCount, { size }: Checkpoint, whole: WholeLog, report: Report): void {
  const { count, voided, checkpointSize } = shown
  const made = checkpointSize === 0 ? { count: 0, voided: 0 } : whole.milestones.get(checkpointSize)
  const what = `the site shows ${number.format(count)} and ${number.format(voided)} voided at ${entriesOf(checkpointSize)}`
  if (!made) report.bad(`site: ${what}, but gives out a checkpoint of ${number.format(size)} only`)
  else if (whole.entriesFault) report.bad(`site: ${what}, and the entries do not give a count`)
  else if (made.count !== count || made.voided !== voided) {
    report.bad(`site: ${what}; the entries give ${number.format(made.count)} and ${number.format(made.voided)}`)
  } else report.ok(`site: the count that it shows, ${number.format(count)} at ${entriesOf(checkpointSize)}, is that of the entries`)
}

const voiders: Record<VoidReason, string> = {
  signer: 'its signer, by withdrawing or erasing',
  organizer: 'the organizers',
  held: 'the organizers, who hold it while they look into it',
  duplicate: 'the organizers, as a second one of somebody',
  automated: 'the organizers, as made by a program',
  test: 'the organizers, as made to try the site out',
}

function sayReceipt(receipt: NonNullable<Opened['receipt']>, newest: Newest, whole: WholeLog, report: Report): void {
  sayEarlier(receipt, newest, whole, report)
  const { index } = receipt.receipt
  const { watched } = whole
  if (!watched || !isEqual(watched.entry, receipt.entry)) {
    report.bad(`receipt: entry ${index} of the log is not that of the receipt`)
  } else if (watched.voidedBy) {
    report.bad(
      `receipt: entry ${index} counts no longer: entry ${watched.voidedBy.index} voids it, for ${voiders[watched.voidedBy.reason]}`,
    )
  } else if (whole.entriesFault) report.bad(`receipt: entry ${index} is there; whether it was voided cannot be told`)
  else report.ok(`receipt: entry ${index} is there, has not been voided, and counts`)
}

/** Whether the log of today begins with the one of an earlier checkpoint. */
function sayEarlier({ subject, checkpoint }: Earlier, newest: Newest, whole: WholeLog, report: Report): void {
  const { size } = checkpoint
  const then = whole.milestones.get(size)
  if (whole.rootFault) report.bad(`${subject}: cannot be compared, since the entries are not those of today’s checkpoint`)
  else if (!then && size > 0) {
    report.bad(
      `${subject}: THE LOG HAS SHRUNK. It had ${entriesOf(size)} and has ${number.format(newest.checkpoint.size)}; ask again in a minute`,
    )
  } else if (then && !isEqual(then.root, checkpoint.root)) {
    report.bad(`${subject}: THE LOG IS FORKED. One key signed two histories: the first ${entriesOf(size)} are others than they were.`)
    report.note('keep the file, and this checkpoint of today; together they prove it:')
    for (const line of newest.note.trimEnd().split('\n')) report.note(line)
  } else report.ok(`${subject}: the log still begins with the same ${entriesOf(size)}`)
}
