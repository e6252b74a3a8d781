/** A file as it comes: its bytes are read once, in order. */
export type SourceFile = {
  /** File name or address, for messages. */
  name: string
  bytes: AsyncIterable<Uint8Array>
}

/** How a person can be written to. Values are as published, checked for shape only. */
export type ChannelRecord =
  | { kind: 'email'; value: string; label?: string }
  | { kind: 'web-form'; value: string; label?: string }
  | { kind: 'phone'; value: string; label?: string }
  /** Lines of a postal address joined by line feeds, without the person's name; the last may be the country. */
  | { kind: 'postal'; value: string; label?: string }
  /** Member office code of Communicating With Congress, such as HCA12. */
  | { kind: 'cwc'; value: string; label?: string }

/** Something that names a person in a set of data: `{ scheme: 'bioguide', value: 'X000001' }`. */
export type Identifier = { scheme: string; value: string }

/**
 * A chamber that the built-in list (chambers.ts) does not have, such as the houses of a US state.
 * Must come before what stands in it.
 */
export type ChamberRecord = {
  kind: 'chamber'
  key: string
  name: string
  legislature: string
  country: string
  /** Seats in each of its divisions; null where that differs or is not known, and then no seat is called vacant. */
  seatsPerDivision: number | null
}

/** An area that seats belong to. */
export type DivisionRecord = {
  kind: 'division'
  /** `us-cd:119:CA-12`, `gss:E14001063`, `iso:BE`, an OCD id as `ocd:…`. Never another area's later. */
  key: string
  chamber: string
  name: string
  country: string
  /** Key of the division around it, in another chamber: a state for its congressional districts. */
  parent?: string
  /** Days, `2026-05-07`, from and up to which it is the division of its chamber; unknown when left out. */
  validFrom?: string
  validTo?: string
  /** True where everybody in the country stands in it, so that no postcode is needed. */
  isCountryWide?: boolean
  /** Seats in this division where it differs from its chamber's: 0 for the District of Columbia in the Senate. */
  seats?: number
}

/** A person who holds a seat. */
export type LegislatorRecord = {
  kind: 'legislator'
  /** Line or record number in the file, for messages. */
  at: string
  /** The first names the person in this source and must not change; the others help to find the same person from elsewhere. */
  ids: [Identifier, ...Identifier[]]
  chamber: string
  /** By key, or by name where the source has no codes: then the import looks for the chamber's division of that name. */
  division: { key: string } | { name: string }
  name: string
  givenName?: string
  familyName?: string
  /** `Dr`, `Rt Hon`, `Baroness`: as it stands before the name on an envelope. */
  honorific?: string
  /** What follows "Dear" as the source says it ("Ms Abbott"); left out where the source does not. */
  salutation?: string
  party?: string
  /** Languages in which the person writes and is written to, BCP 47. */
  languages?: string[]
  website?: string
  /** Days: first of the term, and the day on which it ends as announced. */
  startsOn?: string
  endsOn?: string
  /** Which of several seats of the division: the class of a senator. */
  seatLabel?: string
  channels: ChannelRecord[]
}

/** Channels of a person who came with another file, such as district offices. They replace those of the same `origin` and no others. */
export type ContactRecord = {
  kind: 'contact'
  at: string
  id: Identifier
  origin: string
  channels: ChannelRecord[]
}

/** That a postcode lies, wholly or in part, in a division. */
export type PostcodeRecord = {
  kind: 'postcode'
  country: string
  /** As the file has it; the import normalises it. */
  postcode: string
  /** Key of a division; null for a postcode that is in none, such as one of the Channel Islands. */
  division: string | null
  /** Day on which the post office ended it, where it did. */
  endedOn?: string
}

/** A row that cannot be read, or not all of it: the rest goes on. */
export type FaultRecord = {
  kind: 'fault'
  at: string
  reason: string
  /** Somebody who may sit had to be left out: nobody is taken to have gone because the files do not name them. */
  isMissing?: true
}

/** Says that the files hold only some of those who sit: nobody is ended because the files do not name them. */
export type PartialRecord = { kind: 'partial'; reason: string }

export type ImportRecord = ChamberRecord | DivisionRecord | LegislatorRecord | ContactRecord | PostcodeRecord | FaultRecord | PartialRecord

export type FormatOptions = {
  /** Character encoding of text that does not say its own. */
  encoding: 'utf-8' | 'iso-8859-1'
  /** Day that counts as today, for files that list former members too. */
  today: string
  /** Field → column for `csv`; what else a format wants to be told, such as `congress`. */
  settings: Record<string, string>
}

/** One official shape of file. Reads as a stream; holds no more than one file of people in memory. */
export type Format = {
  name: string
  /** One line for the usage text: what the files are and where they come from. */
  describes: string
  /**
   * Names the set of data: who came from it before and is in it no longer has left their seat.
   * The same for each import of the same set; may depend on the settings.
   */
  sourceOf(settings: Record<string, string>): string
  /**
   * @throws UnreadableFile when a file is not of this shape or is cut short; nothing is changed then
   */
  read(files: AsyncIterable<SourceFile>, options: FormatOptions): AsyncIterable<ImportRecord>
}

/** A file of which nothing can be used. The message names the file and what to do. */
export class UnreadableFile extends Error {}
