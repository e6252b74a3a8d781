import type { I18n, Messages } from '@lingui/core'
import { renderToString } from 'react-dom/server'
import type { PageEnvelope, PageName, RenderedPage } from '#contract/pages.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import { Document } from './app/document.tsx'
import type { PageModule } from './app/page.ts'
import { pages } from './app/pages.ts'
import { staticPages } from './app/static-pages.ts'
import { problemWords as wordsOf } from './features/site/problem-words.ts'
import { loadI18n, loadMessages, locales } from './i18n/load.ts'
import './ui/styles.css'

/** The words of static pages, which no browser needs. */
const staticCatalogues = import.meta.glob<{ messages: Messages }>('./i18n/static/*.po')

const modules = new Map<string, PageModule<PageName>>(Object.entries(staticPages) as [string, PageModule<PageName>][])
for (const [name, load] of Object.entries(pages)) modules.set(name, (await load()).page as PageModule<PageName>)

const words = new Map<string, I18n>()
for (const locale of locales) {
  const further = [...modules.values()].flatMap((module) => module.words?.(locale) ?? [])
  words.set(locale, await loadI18n(locale, loadMessages(staticCatalogues, './i18n/static/', locale), ...further))
}

/** A page as HTML, in the language of its envelope. Whole, not streamed: streaming needs inline scripts. */
export function renderPage(envelope: PageEnvelope): RenderedPage {
  const module = modules.get(envelope.name) as PageModule<'home'>
  const i18n = words.get(envelope.locale) as I18n
  const { data, site } = envelope as PageEnvelope<'home'>
  return {
    title: module.title(data, i18n, site),
    description: module.description?.(data, i18n) ?? null,
    html: renderToString(<Document envelope={envelope} module={module as PageModule<PageName>} i18n={i18n} />),
    hydrated: envelope.name in staticPages ? (module.islandOf?.(data) ?? null) : data,
    isIsland: envelope.name in staticPages,
    card: module.card?.(data) ?? '/cards/home.png',
    jsonLd: module.jsonLd?.(data, site) ?? null,
  }
}

/** Title and advice of a problem in a language that pages are built in. */
export function problemWords(locale: string, slug: ProblemSlug): { title: string; advice: string } {
  return wordsOf(words.get(locale) as I18n, slug)
}
