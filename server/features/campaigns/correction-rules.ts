import { isPublic, positionId } from './ledger-rules.ts'
import type { Pack, PackCorrection } from './pack.ts'

/** The published words of a pack, by the id of what they say and the field; a field such as `ask` has several. */
type Wordings = Map<string, Map<string, string[]>>

/** Fields of which one wording may go while others stay. */
const listFields = ['ask', 'talkingPoints']

/** What is wrong with the corrections of a pack: they are in order, and say what stands now. */
export function correctionFaults(pack: Pack): string[] {
  const wordings = wordingsOf(pack)
  return pack.corrections.flatMap((one, n) => {
    const { item, field, was, now, on } = one
    const place = `corrections.json: /corrections/${n}`
    const faults = (pack.corrections[n - 1]?.on ?? on) > on ? [`${place}: is older than the one before it; put them in order`] : []
    const stands = wordings.get(item)?.get(field) ?? []
    const later = pack.corrections.slice(n + 1).filter((other) => other.item === item && other.field === field)
    const isGone = listFields.includes(field) ? !stands.includes(was) : stands.length === 0
    const isTrue = now === null ? isGone : stands.includes(now)
    if (!isTrue && !later.some((other) => now === null || other.was === now)) {
      faults.push(
        `${place}: ${item}: says that "${field}" is now ${quoted(now)}, and the pack has ${quoted(stands[0] ?? null)}; make them the same`,
      )
    }
    return faults
  })
}

/**
 * What is wrong with a pack as the successor of what is published: every public wording that
 * changes or goes needs a correction that keeps the old one, with day and reason, and no correction
 * that was published may go.
 */
export function successionFaults(before: Pack, after: Pack): string[] {
  const now = wordingsOf(after)
  const kept = new Set(after.corrections.map(spelled))
  const faults = before.corrections
    .filter((one) => !kept.has(spelled(one)))
    .map(({ item, on }) => `corrections.json: the correction of "${item}" of ${on} is published and stays; put it back as it was`)
  const isListed = (item: string, field: string, was: string) =>
    after.corrections.some((one) => one.item === item && one.field === field && one.was === was)
  for (const { item, field, was } of listed(wordingsOf(before))) {
    const stands = now.get(item)?.get(field) ?? []
    if (stands.includes(was) || isListed(item, field, was)) continue
    const what = stands.length === 0 ? 'goes' : 'changes'
    faults.push(
      `corrections.json: "${item}" is published and its "${field}" ${what}; add a correction with the day, the reason and what it was: ${quoted(was)}`,
    )
  }
  return faults
}

function listed(wordings: Wordings): { item: string; field: string; was: string }[] {
  return [...wordings].flatMap(([item, fields]) => [...fields].flatMap(([field, all]) => all.map((was) => ({ item, field, was }))))
}

/** What of a pack readers see as a claim. */
function wordingsOf({ campaign, facts, timeline, asks }: Pack): Wordings {
  const wordings: Wordings = new Map([[positionId, fieldsOf({ statement: campaign.position.statement })]])
  for (const { id, display, claim, note, attributedTo, asOf, confidence } of facts.filter(isPublic)) {
    wordings.set(id, fieldsOf({ display, claim, note, attributedTo: attributedTo.name, asOf, confidence }))
  }
  for (const { id, what, date, status, readerNote } of timeline.filter(isPublic)) {
    wordings.set(id, fieldsOf({ what, date, status, readerNote }))
  }
  for (const ask of asks.filter(({ state }) => state === 'open')) {
    const { id, title, whyNow, letterRequestLine } = ask
    const talkingPoints = ask.talkingPoints.map(({ text }) => text)
    wordings.set(id, fieldsOf({ title, whyNow, ask: ask.ask, lawToday: ask.lawToday.summary, talkingPoints, letterRequestLine }))
  }
  return wordings
}

function fieldsOf(fields: Record<string, string | string[] | null | undefined>): Map<string, string[]> {
  return new Map(Object.entries(fields).flatMap(([field, words]): [string, string[]][] => (words ? [[field, [words].flat()]] : [])))
}

/** The same for the same correction, whatever the order in which its fields were stored. */
const spelled = ({ item, field, was, now, on, reason }: PackCorrection) => JSON.stringify([item, field, was, now, on, reason])
const quoted = (text: string | null) => (text === null ? 'nothing' : `"${text}"`)
