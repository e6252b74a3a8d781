import { z } from 'zod'
import { UnreadableFile } from '../format.ts'

const list = z
  .array(z.unknown())
  .nullish()
  .transform((items) => items ?? [])

const postcodeReply = z.object({
  code: z.string().regex(/^[A-Z]\d[A-Z]\d[A-Z]\d$/),
  boundaries_centroid: list,
  boundaries_concordance: list,
  representatives_centroid: list,
  representatives_concordance: list,
})

const page = z.object({
  objects: z.array(z.unknown()),
  meta: z.object({ next: z.string().nullable(), offset: z.int().min(0).optional() }),
})

/** What was asked for: one postcode, or a page of a list. Centroid and concordance are one list each. */
export type Reply =
  | { kind: 'postcode'; code: string; boundaries: unknown[]; representatives: unknown[] }
  | { kind: 'page'; offset: number; isLast: boolean; representatives: unknown[] }

/** @throws UnreadableFile when it is neither */
export function replyOf(value: unknown, file: string): Reply {
  const ofPostcode = postcodeReply.safeParse(value).data
  if (ofPostcode) {
    const { code, boundaries_centroid, boundaries_concordance, representatives_centroid, representatives_concordance } = ofPostcode
    return {
      kind: 'postcode',
      code,
      boundaries: [...boundaries_centroid, ...boundaries_concordance],
      representatives: [...representatives_centroid, ...representatives_concordance],
    }
  }
  const ofList = page.safeParse(value).data
  if (ofList) return { kind: 'page', offset: ofList.meta.offset ?? 0, isLast: ofList.meta.next === null, representatives: ofList.objects }
  throw new UnreadableFile(
    `${file} is no reply of Represent: neither of /postcodes/<code>/ nor of /representatives/house-of-commons/ with its objects and meta.`,
  )
}

/** Whether the pages are a list without a gap from its begin to its end. */
export function isWholeList(pages: { offset: number; isLast: boolean; representatives: unknown[] }[]): boolean {
  let reached = 0
  for (const { offset, isLast, representatives } of pages.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > reached) return false
    reached = Math.max(reached, offset + representatives.length)
    if (isLast) return true
  }
  return false
}
