import type { I18n, Messages } from '@lingui/core'
import type { JSX } from 'react'
import type { PageData, PageName, Site } from '#contract/pages.ts'

/** What the module of a page offers. */
export type PageModule<Name extends PageName> = {
  /** The words of a page that has a catalogue of its own, beside the one of all pages. */
  words?(locale: string): Promise<Messages>
  title(data: PageData[Name], i18n: I18n, site: Site): string
  /** For search engines and previews; null where there is nothing to say. */
  description?(data: PageData[Name], i18n: I18n): string | null
  /** Address of the picture that stands for the page where it is shared; without it, that of the home page. */
  card?(data: PageData[Name]): string
  /** What the page is about, for machines: schema.org as JSON-LD. */
  jsonLd?(data: PageData[Name], site: Site): object
  /** For a page that a browser hydrates in part: what its island needs, or null where it has none. */
  islandOf?(data: PageData[Name]): object | null
  Page(props: { data: PageData[Name]; site: Site }): JSX.Element
}
