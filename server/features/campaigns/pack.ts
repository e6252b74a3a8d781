import { z } from 'zod'
import { confidence, factKind, factUse, position, timelineItem } from '#contract/campaigns.ts'

/**
 * The shape of a campaign pack, format 1: a folder of JSON files that holds all that a campaign
 * says. The platform knows no campaign; another campaign is another folder of the same shape.
 *
 *     campaign.json        what the campaign is, its article, the position of those accused
 *     facts.json           the ledger of claims
 *     timeline.json        dated events that texts cite
 *     petitions/<slug>.json one petition with all versions of its text
 */
export const packFormat = 1

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80)

export const packCampaign = z.strictObject({
  format: z.literal(packFormat),
  slug,
  title: z.string().min(1),
  summary: z.string().min(1),
  article: z.strictObject({ title: z.string(), publisher: z.string(), year: z.number().int(), url: z.url() }),
  position,
  /** Ids of facts that the home page shows, in order. */
  keyFacts: z.array(slug).min(1),
  /** Where people can turn who are distressed by what they read, or at risk. */
  support: z.array(z.strictObject({ text: z.string(), url: z.url().nullable() })),
})
export type PackCampaign = z.infer<typeof packCampaign>

export const packFact = z.strictObject({
  id: slug,
  claim: z.string().min(1),
  display: z.string().min(1),
  kind: factKind,
  attributedTo: z.strictObject({ name: z.string().min(1), role: z.string().min(1) }),
  asOf: z.string().min(1),
  place: z.string().min(1),
  figure: z.strictObject({ value: z.union([z.number(), z.string()]), unit: z.string(), qualifier: z.string().nullable() }).nullable(),
  confidence,
  sourceText: z.string().min(1),
  topics: z.array(z.string()).min(1),
  caution: z.string().nullable(),
  /** What the caution says, put for readers; shown wherever the fact is. */
  note: z.string().min(1).optional(),
  externalCheck: z.string().nullable(),
  graphic: z.boolean(),
  use: factUse,
  /** Ids of the facts and events that must be seen wherever this one is. */
  mustShowWith: z.array(slug),
})
export type PackFact = z.infer<typeof packFact>

export const packTimelineItem = timelineItem.extend({
  verified: z.union([z.literal(true), z.literal('from memory')]),
  moreSources: z.array(z.unknown()),
  note: z.string().nullable(),
})
export type PackTimelineItem = z.infer<typeof packTimelineItem>

/** One paragraph of a petition, with the ids of the facts and events that stand behind it. */
const paragraph = z.strictObject({ text: z.string().min(1), cites: z.array(slug) })

export const packPetition = z.strictObject({
  slug,
  state: z.enum(['draft', 'open', 'closed']),
  openedAt: z.iso.datetime({ offset: true }).nullable(),
  closesAt: z.iso.datetime({ offset: true }).nullable(),
  addressee: z.string().min(1),
  /** How the count is published: seconds between two checkpoints, at least 1. */
  countIntervalSeconds: z.number().int().min(1).max(86_400),
  /** Signature numbers that the progress line names one after the other. */
  goals: z.array(z.number().int().positive()).min(1),
  /** Who hands the signatures over, how and when; and what this petition is not. */
  handover: z.string().min(1),
  notOfficial: z.string().min(1),
  versions: z
    .array(
      z.strictObject({
        version: z.number().int().positive(),
        publishedAt: z.iso.datetime({ offset: true }),
        /** A request to the addressee, as a sentence without a full stop. */
        title: z.string().min(1).max(150),
        /** One or two sentences for lists and previews. */
        summary: z.string().min(1).max(300),
        background: z.array(paragraph).min(1),
        requests: z.array(z.string().min(1)).min(1),
        closing: z.array(paragraph),
      }),
    )
    .min(1),
})
export type PackPetition = z.infer<typeof packPetition>

export type Pack = {
  campaign: PackCampaign
  facts: PackFact[]
  timeline: PackTimelineItem[]
  petitions: PackPetition[]
}
