import type { I18n } from '@lingui/core'
import { renderToString } from 'react-dom/server'
import type { PageEnvelope, PageName, RenderedPage } from '#contract/pages.ts'
import { Document } from './app/document.tsx'
import type { PageModule } from './app/page.ts'
import { pages } from './app/pages.ts'
import { loadI18n } from './i18n/load.ts'
import './ui/styles.css'

const modules = new Map<PageName, PageModule<PageName>>()
for (const name of Object.keys(pages) as PageName[]) modules.set(name, (await pages[name]()).page as PageModule<PageName>)

const english: I18n = await loadI18n('en', ...[...modules.values()].flatMap((module) => module.words?.('en') ?? []))

/** A page as HTML. Whole, not streamed: streaming needs inline scripts. */
export function renderPage(envelope: PageEnvelope): RenderedPage {
  const module = modules.get(envelope.name) as PageModule<'home'>
  const { data, site } = envelope as PageEnvelope<'home'>
  return {
    title: module.title(data, english, site),
    description: module.description?.(data) ?? null,
    html: renderToString(<Document envelope={envelope} module={module as PageModule<PageName>} i18n={english} />),
  }
}
