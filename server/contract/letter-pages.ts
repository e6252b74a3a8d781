import type { Ask } from './campaigns.ts'
import type { CampaignWords } from './evidence.ts'
import type { LetterDocument } from './letter-document.ts'
import type { LetterMeasure, LetterPage } from './letters.ts'
import type { FormState } from './pages.ts'

/** What the composer of a letter needs. */
export type LetterFormData = {
  ask: Pick<Ask, 'id' | 'title' | 'letterRequestLine'>
  points: { id: string; text: string; isGraphic: boolean; sources: { title: string; url: string | null }[] }[]
  recipient: {
    key: string
    name: string
    body: string
    addressAs: string
    isLegislator: boolean
    sendsMail: boolean
    isInCongress: boolean
  }
  /** Country and postcode as the lookup had them; the country by its name. */
  place: { country: string; countryName: string; postcode: string }
  /** Where the form is posted, in the language of the page's address. */
  path: string
  isTest: boolean
  consent: { letter: string; age: string }
  form: FormState
  /** Ids of points that are picked. */
  picked: string[]
  preview: { letter: LetterDocument; measure: LetterMeasure } | null
  saved: 'saved' | 'mailed' | null
  /** Until when the draft is kept. */
  keptUntil: string
}

/** The data of the pages on which a letter is written, confirmed and followed. */
export type LetterPages = {
  /** The composer. Its words for the letter are those of the letter's own language. */
  'letter-draft': CampaignWords & LetterFormData
  /** `maskedEmail` is null for who comes back to it later. */
  'letter-check-mail': { ask: Pick<Ask, 'id' | 'title'>; draftPath: string; maskedEmail: string | null; hasMailbox: boolean }
  /** `letter` is null for a link that is not valid. */
  'letter-confirm': { letter: LetterDocument | null; isTest: boolean; problem: FormState['problem'] }
  /** Null for a link that is not valid; `done`: what its writer has just done. */
  letter: { letter: LetterPage | null; done: 'kept' | 'answered' | 'changed' | null }
}
