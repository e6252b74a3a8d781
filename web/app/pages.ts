import type { Messages } from '@lingui/core'
import type { JSX } from 'react'
import type { PageName } from '#contract/pages.ts'
import type { PageModule } from './page.ts'
import type { StaticPageName } from './static-pages.ts'

/** Every page that a browser hydrates as a whole: its name in the contract and the module that shows it, loaded when it is shown. */
export const pages: { [Name in Exclude<PageName, StaticPageName>]: () => Promise<{ page: PageModule<Name> }> } = {
  thanks: () => import('../features/petitions/thanks-page.tsx'),
  'check-your-email': () => import('../features/signing/check-your-email-page.tsx'),
  confirm: () => import('../features/signing/confirm-page.tsx'),
  'signer-link': () => import('../features/signing/signer-link-page.tsx'),
  signer: () => import('../features/signing/signer-page.tsx'),
  'not-me': () => import('../features/signing/not-me-page.tsx'),
  verify: () => import('../features/verify/verify-page.tsx'),
}

/** The part of a page that a browser hydrates, in the element marked `data-island`, where the rest is only read. */
export type IslandModule = {
  /** The words of an island that has a catalogue of its own. */
  words?(locale: string): Promise<Messages>
  Island(props: { data: never }): JSX.Element
}

export const islands: { [Name in PageName]?: () => Promise<IslandModule> } = {
  home: () => import('../features/petitions/act-island.tsx'),
  petition: () => import('../features/petitions/act-island.tsx'),
  'letter-draft': () => import('../features/letters/composer/draft-island.tsx'),
  letter: () => import('../features/letters/composer/copy-island.tsx'),
}
