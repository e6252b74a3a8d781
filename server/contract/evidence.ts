import type { Correction, Fact, LawMeasure, Position, TimelineItem } from './campaigns.ts'

/** Something a petition's text rests on: a claim of the article, or an event with its source. */
export type Citation = {
  id: string
  era: 'article-2014' | 'context' | 'after-article'
  text: string
  /** Who says it. */
  by: string
  /** As of when. */
  asOf: string
  /** How sure, in the ledger's word; null for events. */
  confidence: Fact['confidence'] | null
  /** What kind of claim or event it is, and where it stands in law, as the ledger says; null where that does not arise. */
  kind: string
  status: string | null
  /** What a reader needs beside it to read it rightly. */
  note: string | null
  isGraphic: boolean
  source: CitedSource | null
}

/** Where a citation can be read: `year` where it is known, `level` how near the source is to what it tells. */
export type CitedSource = {
  title: string
  publisher: string
  year: number | null
  url: string
  level: TimelineItem['sourceLevel']
  isAdvocacy: boolean
  /** The stored copy that was read, where the page itself could not be. */
  copyRead: string | null
}

/** A claim or event that must be seen beside another. */
export type Companion = { id: string; of: 'fact' | 'event'; era: TimelineItem['era']; text: string; by: string; asOf: string; href: string }

/** A claim as pages show it. `isContested`: it never stands without the denial. */
export type FactEntry = { fact: Fact; isContested: boolean; companions: Companion[]; corrections: Correction[] }

/** An event as pages show it, with the claims that it gathers; one that gathers graphic testimony is graphic. */
export type EventEntry = {
  event: TimelineItem
  isGraphic: boolean
  isContested: boolean
  /** `note`: of a claim that never stands without it. */
  facts: { id: string; text: string; note: string | null }[]
  corrections: Correction[]
}

/** A picture of figures of the ledger side by side. */
export type Picture = {
  id: string
  title: string
  unit: string
  caveat: string
  isGraphic: boolean
  bars: { label: string; value: number; display: string; factId: string; by: string; asOf: string }[]
}

/** The language that the campaign's words are in: that of the page where a translation is shown, else English. */
export type CampaignWords = { language: string }

/** What pages with claims have in common: whose claims, the denial, and when they were last read against their sources. */
export type Evidence = CampaignWords & {
  article: Article
  position: Position
  denial: { id: string; text: string } | null
  checkedOn: string
}

export type LawEntry = {
  event: TimelineItem
  /** ISO 3166-1 code; null for a treaty. */
  country: string | null
  part: string | null
  measure: LawMeasure
  does: string
}

export type Article = { title: string; publisher: string; year: number; url: string }
