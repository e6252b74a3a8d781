import type { Ask, Correction, TimelineItem } from './campaigns.ts'
import type { Article, CampaignWords, Citation, EventEntry, Evidence, FactEntry, LawEntry, Picture } from './evidence.ts'
import type { Lookup } from './legislators.ts'
import type { LetterPages } from './letter-pages.ts'
import type { OwnLetter } from './letters.ts'
import type { Petition, PetitionCount, PetitionItem } from './petitions.ts'
import type { FieldError, ProblemSlug } from './problem.ts'

/** What every page knows of the site. */
export type Site = {
  name: string
  operator: string | null
  contact: string | null
  /** Where the source code of this installation is, if its operator says so. */
  sourceUrl: string | null
  /** True until the operator has named themselves: pages say that signatures are not real. */
  isTryOut: boolean
  publicUrl: string
  /** Languages that pages are offered in, English first. */
  locales: string[]
}

/** A form as it is shown again: what was typed, and what needs correcting. */
export type FormState = {
  values: Record<string, string>
  errors: FieldError[]
  /** A problem that is not about a field, such as too many requests. */
  problem: { slug: ProblemSlug; title: string; advice: string } | null
  /** What the browser must solve before the form is taken; absent in quiet times. */
  challenge?: unknown
}

export type ConsentWords = { sign: string; age: string; updates: string; publicName: string }

export type MailboxMail = { id: string; to: string; from: string; subject: string; text: string; sentAt: string }

/** What the signer's own page shows of one signature: all that is kept of it, but for the address. */
export type SignerSignature = {
  slug: string
  title: string
  version: number
  name: string
  /** Name of the country. */
  country: string
  postcode: string | null
  comment: string | null
  publicName: 'none' | 'initials' | 'full'
  wantsUpdates: boolean
  signedAt: string
  /** Null while it waits for its confirmation. */
  confirmedAt: string | null
  /** Number of its entry in the log; null until it is counted. */
  entryIndex: number | null
}

/** The signer's own page; the address is null when nothing is kept for this link any more. */
export type SignerPage = { maskedEmail: string | null; signatures: SignerSignature[] }

/** What a confirmation is about: enough for its owner to know it again, too little to name them to a stranger. */
export type Confirmable = { initials: string; country: string; showsName: boolean; wantsUpdates: boolean }

export type DocumentedEndpoint = {
  method: string
  path: string
  summary: string
  fields: { name: string; in: 'address' | 'query' | 'body'; type: string; required: boolean }[]
  replies: { status: string; description: string; fields: { name: string; type: string }[] }[]
}

/** What the form that signs needs. */
export type SignFormData = {
  petition: { slug: string }
  consent: ConsentWords
  /** Countries in the order of their names; named by the server, since browsers name some differently. */
  countries: { code: string; name: string }[]
  /** Signed time at which this form was made. */
  formAge: string
  form: FormState
}

/** The part of a petition's page that a browser hydrates. */
export type ActData = SignFormData & {
  petition: Pick<Petition, 'slug' | 'goals' | 'openedAt'>
  count: PetitionCount
  isOpen: boolean
}

/** The data of each page. The server fills it, the page shows it, and the browser gets it again to hydrate. */
export type PageData = LetterPages & {
  home: Evidence & {
    campaign: { title: string; summary: string }
    facts: FactEntry[]
    changedSince: EventEntry[]
    /** The petition whose form stands here, while it is open. */
    lead: (SignFormData & { petition: Petition; count: PetitionCount }) | null
    /** The others. */
    petitions: PetitionItem[]
    asks: { id: string; title: string; body: string }[]
  }
  facts: Evidence & {
    entries: FactEntry[]
    events: EventEntry[]
    counterViews: EventEntry[]
    pictures: Picture[]
    filter: { topic: string | null; kind: string | null; era: TimelineItem['era'] | null }
    topics: { slug: string; name: string }[]
    kinds: string[]
    /** How many there are without the filter. */
    total: number
  }
  fact: Evidence & {
    entry: FactEntry
    topics: { slug: string; name: string }[]
    events: EventEntry[]
    /** Petitions whose text rests on it. */
    petitions: { slug: string; title: string }[]
  }
  timeline: Evidence & { events: EventEntry[] }
  laws: Evidence & { laws: LawEntry[] }
  write: CampaignWords & { asks: Ask[]; petitions: PetitionItem[] }
  ask: Evidence & {
    ask: Ask
    citations: Citation[]
    petition: { slug: string; title: string } | null
    support: { text: string; url: string | null }[]
  }
  /** Who represents somebody, for the letter of an ask; `lookup` is null until they have said where they live. */
  representatives: CampaignWords & {
    ask: Pick<Ask, 'id' | 'title' | 'finders' | 'targets'>
    countries: { code: string; name: string }[]
    form: FormState
    lookup: Lookup | null
    /** That the chambers of the ask have nobody for this country, though others have. */
    isElsewhere: boolean
  }
  corrections: CampaignWords & {
    corrections: (Correction & { title: string; href: string; isGraphic: boolean })[]
    petitions: { slug: string; title: string; items: string[] }[]
  }
  about: CampaignWords & {
    about: { heading: string; paragraphs: string[] }[]
    glossary: { term: string; meaning: string }[]
    support: { text: string; url: string | null }[]
    article: Article
  }
  accessibility: Record<string, never>
  'petition-figures': {
    petition: PetitionItem
    count: PetitionCount
    /** Cumulative, at the end of each finished day that added or voided something. */
    days: { at: string; value: number }[]
    /** Cumulative by country, each rounded down to a multiple of 5, largest first. */
    countries: { code: string; count: number }[]
    /** What no country shows. */
    notShown: number
    asOf: string
  }
  petitions: { petitions: PetitionItem[]; nextCursor: string | null }
  petition: Evidence &
    SignFormData & {
      petition: Petition
      count: PetitionCount
      citations: Citation[]
      /** Corrections of what the text rests on, made after its version was published. */
      corrections: Correction[]
      support: { text: string; url: string | null }[]
      isOpen: boolean
    }
  'check-your-email': { slug: string; title: string; maskedEmail: string | null; hasMailbox: boolean; form: FormState }
  /** `given` is null once it is confirmed. */
  confirm: {
    petition: { slug: string; title: string } | null
    given: Confirmable | null
    consent: Pick<ConsentWords, 'updates' | 'publicName'>
  }
  thanks: { petition: PetitionItem; count: PetitionCount }
  'signer-link': { isSent: boolean; hasMailbox: boolean; form: FormState }
  /** `isValid`: false for a link that is malformed, foreign or past its time. `done`: what the signer has just done. */
  signer: SignerPage & {
    isValid: boolean
    done: 'withdrawn' | 'changed' | null
    letters: OwnLetter[]
    token: string
    consent: Pick<ConsentWords, 'updates' | 'publicName'>
  }
  'not-me': { state: 'asked' | 'refused' | 'not-valid' }
  /** Petitions that have a log, the newest first; `hasMore` when there are others. */
  verify: { petitions: { slug: string; title: string }[]; hasMore: boolean; logName: string; verifierKey: string }
  /** How long what is kept, as the code has it; `services`: the outside ones that may learn a postcode. */
  privacy: { unconfirmedDays: number; slotDays: number; proofMinutes: number; cookieMinutes: number; services: string[] }
  problem: { slug: ProblemSlug; title: string; advice: string; status: number; requestId: string | null; detail: string | null }
  'api-docs': { endpoints: DocumentedEndpoint[] }
  mailbox: { mails: MailboxMail[] }
}

export type PageName = keyof PageData

/** All that rendering a page needs. The browser gets as much of the data as it hydrates. */
export type PageEnvelope<Name extends PageName = PageName> = {
  [N in Name]: { name: N; data: PageData[N]; site: Site; locale: string; path: string }
}[Name]

/** A page as HTML. */
export type RenderedPage = {
  title: string
  description: string | null
  html: string
  /** What the browser needs to hydrate the page, or its island; null where no script belongs to the page. */
  hydrated: object | null
  /** That only a part of it is hydrated: then its script may wait until the page is used. */
  isIsland: boolean
  /** Address of the picture that stands for the page where it is shared. */
  card: string
  /** What the page is about, for machines: schema.org as JSON-LD; null where there is nothing to say. */
  jsonLd: object | null
}
