import type { PageName } from '#contract/pages.ts'
import { page as corrections } from '../features/evidence/corrections-page.tsx'
import { page as fact } from '../features/evidence/fact-page.tsx'
import { page as facts } from '../features/evidence/facts-page.tsx'
import { page as laws } from '../features/evidence/laws-page.tsx'
import { page as timeline } from '../features/evidence/timeline-page.tsx'
import { page as ask } from '../features/letters/ask-page.tsx'
import { page as letterCheckMail } from '../features/letters/check-mail-page.tsx'
import { page as letterConfirm } from '../features/letters/confirm-letter-page.tsx'
import { page as letterDraft } from '../features/letters/draft-page.tsx'
import { page as letter } from '../features/letters/letter-page.tsx'
import { page as representatives } from '../features/letters/representatives-page.tsx'
import { page as write } from '../features/letters/write-page.tsx'
import { page as figures } from '../features/petitions/pages/figures-page.tsx'
import { page as home } from '../features/petitions/pages/home-page.tsx'
import { page as petition } from '../features/petitions/pages/petition-page.tsx'
import { page as petitions } from '../features/petitions/pages/petitions-page.tsx'
import { page as about } from '../features/site/about-page.tsx'
import { page as accessibility } from '../features/site/accessibility-page.tsx'
import { page as apiDocs } from '../features/site/api-docs-page.tsx'
import { page as mailbox } from '../features/site/mailbox-page.tsx'
import { page as privacy } from '../features/site/privacy-page.tsx'
import { page as problem } from '../features/site/problem-page.tsx'
import type { PageModule } from './page.ts'

/**
 * Pages that are only read, but for the island that some have. They are rendered on the server and
 * never loaded by a browser, so maps, charts and long texts cost it nothing but their lines. Their
 * words have a catalogue of their own.
 */
export const staticPages = {
  home,
  petition,
  facts,
  fact,
  timeline,
  laws,
  write,
  ask,
  representatives,
  'letter-draft': letterDraft,
  'letter-check-mail': letterCheckMail,
  'letter-confirm': letterConfirm,
  letter,
  corrections,
  about,
  accessibility,
  'petition-figures': figures,
  petitions,
  privacy,
  problem,
  'api-docs': apiDocs,
  mailbox,
} satisfies { [Name in PageName]?: PageModule<Name> }

export type StaticPageName = keyof typeof staticPages
