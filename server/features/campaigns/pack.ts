import { z } from 'zod'
import { askKind, askTarget, confidence, correction, factKind, factUse, lawMeasure, position, timelineItem } from '#contract/campaigns.ts'
import type { PackOffice } from './pack-office.ts'
import type { PackTranslation } from './pack-translation.ts'

/**
 * The shape of a campaign pack, format 4: a folder of JSON files that holds all that a campaign
 * says. The platform knows no campaign; another campaign is another folder of the same shape.
 *
 *     campaign.json         what the campaign is, its article, the position of those accused, what
 *                           its pages show: key facts, pictures, laws
 *     facts.json            the ledger of claims, and where the article contradicts itself or others
 *     timeline.json         dated events, in, before and after the article
 *     asks.json             what is asked of whom, with points for letters and organizers' checks
 *     offices.json          the offices that asks go to, with where they can be reached (pack-office.ts)
 *     corrections.json      published wordings that were changed: what they were, when and why
 *     petitions/<slug>.json one petition with all versions of its text
 *     translations/<locale>.json what pages show of it, in another language (pack-translation.ts, translatable-texts.ts)
 *
 * A file in canonical form is `JSON.stringify(value, null, 2)` and a line end, with keys in the
 * order of these schemas: so an export of what was imported is the same, byte for byte. Format 1
 * had no asks, corrections, pictures or laws, format 2 no offices, format 3 no chambers of asks and no
 * translations, of which a pack needs none.
 */
export const packFormat = 4

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80)
const sentence = z.string().min(1)
const day = z.iso.date()
/** Whole seconds in UTC, so that a moment has one spelling. */
const moment = z
  .string()
  .refine((text) => isMoment(text), 'must be a moment that there is, in whole seconds of UTC; write it as 2026-11-24T00:00:00Z')

/** False of 30 February, which `Date` takes for another day. */
function isMoment(text: string): boolean {
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString() === text.replace('Z', '.000Z')
}

/** A picture of a few of the ledger's figures side by side; they are never summed. */
const packPicture = z.strictObject({
  id: slug,
  /** The finding, as a sentence without a full stop. */
  title: sentence,
  unit: sentence,
  /** What a reader must know to read it rightly. */
  caveat: sentence,
  bars: z
    .array(z.strictObject({ fact: slug, label: sentence, value: z.number().positive(), display: sentence }))
    .min(2)
    .max(6),
})
export type PackPicture = z.infer<typeof packPicture>

/** One law, for the map and table of laws: where it holds and what it does. */
const packLaw = z.strictObject({
  /** The event of kind law that tells of it. */
  event: slug,
  /** ISO 3166-1 code; null for a treaty between states. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  /** Name of the part of the country where it holds; null for the whole of it. */
  part: z.string().min(1).nullable(),
  measure: lawMeasure,
  does: sentence,
})
export type PackLaw = z.infer<typeof packLaw>

export const packCampaign = z.strictObject({
  format: z.literal(packFormat),
  slug,
  title: sentence,
  summary: sentence,
  article: z.strictObject({ title: z.string(), publisher: z.string(), year: z.number().int(), url: z.url() }),
  /** When the ledger was last read against its sources. */
  checkedOn: day,
  position,
  /** Slug of the petition whose form the home page shows. */
  leadPetition: slug,
  /** Ids of facts that the home page shows, in order. */
  keyFacts: z.array(slug).min(1),
  /** Ids of events after the article that the home page shows as what changed since, in order. */
  changedSince: z.array(slug),
  /** Ids of events that speak against the campaign's case; linked from the pages with the evidence. */
  counterViews: z.array(slug),
  /** Names of the topics of facts, in the order in which they are offered. */
  topics: z.array(z.strictObject({ slug, name: sentence })),
  pictures: z.array(packPicture),
  laws: z.array(packLaw),
  /** Where people can turn who are distressed by what they read, or at risk. */
  support: z.array(z.strictObject({ text: z.string(), url: z.url().nullable() })),
  /** What the campaign is, who is behind its sources and how it works, for the page about it. */
  about: z.array(z.strictObject({ heading: sentence, paragraphs: z.array(sentence).min(1) })),
  /** Words that readers may not know. */
  glossary: z.array(z.strictObject({ term: sentence, meaning: sentence })),
  letterRules: z.array(sentence),
})
export type PackCampaign = z.infer<typeof packCampaign>

export const packFact = z.strictObject({
  id: slug,
  claim: sentence,
  display: sentence,
  kind: factKind,
  attributedTo: z.strictObject({ name: sentence, role: sentence }),
  asOf: sentence,
  place: sentence.nullable(),
  figure: z
    .strictObject({
      value: z.union([z.number(), z.string()]),
      unit: z.string(),
      qualifier: z.string().nullable(),
      /** Upper end, where the claim gives two. */
      upper: z.number().optional(),
    })
    .nullable(),
  confidence,
  sourceText: sentence,
  topics: z.array(slug).min(1),
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

/** Where the article contradicts itself or other sources, and how editors put it. */
const packInconsistency = z.strictObject({ id: slug, issue: sentence, rule: sentence, facts: z.array(slug).optional() })
export type PackInconsistency = z.infer<typeof packInconsistency>

export const packFacts = z.strictObject({ facts: z.array(packFact), inconsistencies: z.array(packInconsistency) })

export const packTimelineItem = timelineItem.extend({
  verified: z.union([z.literal(true), z.literal('from memory')]),
  /** For editors: what is not certain about it. */
  note: z.string().nullable(),
})
export type PackTimelineItem = z.infer<typeof packTimelineItem>

export const packTimeline = z.strictObject({ items: z.array(packTimelineItem) })

/** Something that an organizer looks up before an ask is published; those that begin with BLOCKING or SAFETY hold it back. */
const packCheck = z.strictObject({
  text: sentence,
  /** Who has done it and when; null while it is open. */
  ticked: z.strictObject({ on: day, by: z.string().min(1).max(10) }).nullable(),
})
export type PackCheck = z.infer<typeof packCheck>

const chamberPattern = z
  .string()
  .regex(/^([a-z0-9]+|\*)(-([a-z0-9]+|\*))*$/, 'must be the key of a chamber, as uk-commons or us-*-lower; correct it')

export const packAsk = z.strictObject({
  id: slug,
  kind: askKind,
  state: z.enum(['draft', 'open']),
  title: sentence,
  targets: z.array(askTarget).min(1),
  /** Ids of the offices among its targets; empty where it goes to who represents one. */
  offices: z.array(slug),
  /** Chambers whose members its letters go to, by key; `*` stands for one word of a key. Empty where it goes to offices alone. */
  chambers: z.array(chamberPattern),
  ask: z.array(sentence).min(1),
  whyNow: sentence,
  lawToday: z.strictObject({ summary: sentence, sources: z.array(slug).min(1), confidence: sentence }),
  supportingFacts: z.array(slug),
  laterDevelopments: z.array(slug),
  talkingPoints: z.array(z.strictObject({ text: sentence, cites: z.array(slug).min(1) })).min(1),
  organizerChecks: z.array(packCheck),
  letterRequestLine: sentence,
  tone: sentence,
  /** Whether people can write through this site; an ask in an organization's name never has a form. */
  hasForm: z.boolean(),
  /** Slug of the petition that asks the same; required of the kind petition. */
  petition: slug.nullable(),
  /** Where one can look up who represents one, or how to reach the office. */
  finders: z.array(z.strictObject({ name: sentence, url: z.url() })),
})
export type PackAsk = z.infer<typeof packAsk>

export const packAsks = z.strictObject({ asks: z.array(packAsk) })

export const packCorrection = correction
export type PackCorrection = z.infer<typeof packCorrection>

export const packCorrections = z.strictObject({ corrections: z.array(packCorrection) })

/** One paragraph of a petition, with the ids of the facts and events that stand behind it. */
const paragraph = z.strictObject({ text: sentence, cites: z.array(slug) })

export const packPetition = z.strictObject({
  slug,
  state: z.enum(['draft', 'open', 'closed']),
  openedAt: moment.nullable(),
  closesAt: moment.nullable(),
  addressee: sentence,
  /** How the count is published: seconds between two checkpoints, at least 1. */
  countIntervalSeconds: z.number().int().min(1).max(86_400),
  /** Signature numbers that the progress line names one after the other. */
  goals: z.array(z.number().int().positive()).min(1),
  /** Who hands the signatures over, how and when; and what this petition is not. */
  handover: sentence,
  notOfficial: sentence,
  /** The addressee's own way to petition it; null where it has none. */
  officialSystem: z.strictObject({ name: sentence, url: z.url() }).nullable(),
  versions: z
    .array(
      z.strictObject({
        version: z.number().int().positive(),
        publishedAt: moment,
        /** A request to the addressee, as a sentence without a full stop. */
        title: z.string().min(1).max(150),
        /** One or two sentences for lists and previews. */
        summary: z.string().min(1).max(300),
        background: z.array(paragraph).min(1),
        requests: z.array(sentence).min(1),
        closing: z.array(paragraph),
      }),
    )
    .min(1),
})
export type PackPetition = z.infer<typeof packPetition>

export type Pack = {
  campaign: PackCampaign
  facts: PackFact[]
  inconsistencies: PackInconsistency[]
  timeline: PackTimelineItem[]
  asks: PackAsk[]
  offices: PackOffice[]
  corrections: PackCorrection[]
  petitions: PackPetition[]
  /** In the order of their locales. */
  translations: PackTranslation[]
}
