import type { Fact, Position, TimelineItem } from './campaigns.ts'
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
}

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

export type Article = { title: string; publisher: string; year: number; url: string }

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

/** The data of each page. The server fills it, the page shows it, and the browser gets it again to hydrate. */
export type PageData = {
  home: {
    campaign: { title: string; summary: string; article: Article }
    position: Position
    facts: Fact[]
    petitions: PetitionItem[]
  }
  petitions: { petitions: PetitionItem[]; nextCursor: string | null }
  petition: {
    petition: Petition
    count: PetitionCount
    citations: Citation[]
    position: Position
    support: { text: string; url: string | null }[]
    article: Article
    consent: ConsentWords
    /** Countries in the order of their names; named by the server, since browsers name some differently. */
    countries: { code: string; name: string }[]
    isOpen: boolean
    /** Signed time at which this form was made. */
    formAge: string
    form: FormState
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
    token: string
    consent: Pick<ConsentWords, 'updates' | 'publicName'>
  }
  'not-me': { state: 'asked' | 'refused' | 'not-valid' }
  /** Petitions that have a log, the newest first; `hasMore` when there are others. */
  verify: { petitions: { slug: string; title: string }[]; hasMore: boolean; logName: string; verifierKey: string }
  /** How long what is kept, as the code has it. */
  privacy: { unconfirmedDays: number; slotDays: number; proofMinutes: number; cookieMinutes: number }
  problem: { slug: ProblemSlug; title: string; advice: string; status: number; requestId: string | null; detail: string | null }
  'api-docs': { endpoints: DocumentedEndpoint[] }
  mailbox: { mails: MailboxMail[] }
}

export type PageName = keyof PageData

/** All that rendering a page needs, and all that the browser gets to hydrate it. */
export type PageEnvelope<Name extends PageName = PageName> = {
  [N in Name]: { name: N; data: PageData[N]; site: Site; locale: string; path: string }
}[Name]

/** A page as HTML, with the files it needs. */
export type RenderedPage = { title: string; description: string | null; html: string }
