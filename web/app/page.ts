import type { I18n, Messages } from '@lingui/core'
import type { JSX } from 'react'
import type { PageData, PageName, Site } from '#contract/pages.ts'

/** What the module of a page offers. */
export type PageModule<Name extends PageName> = {
  /** The words of a page that has a catalogue of its own, beside the one of all pages. */
  words?(locale: string): Promise<Messages>
  title(data: PageData[Name], i18n: I18n, site: Site): string
  /** For search engines and previews; null where there is nothing to say. */
  description?(data: PageData[Name]): string | null
  Page(props: { data: PageData[Name]; site: Site }): JSX.Element
}
