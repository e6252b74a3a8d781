import { I18nProvider } from '@lingui/react'
import { hydrateRoot } from 'react-dom/client'
import type { PageEnvelope, PageName } from '#contract/pages.ts'
import { loadI18n } from '../i18n/load.ts'
import { Document } from './document.tsx'
import type { PageModule } from './page.ts'
import { islands, pages } from './pages.ts'

/** Hydrates the page that the server names, or its island. Without this script every page works, only less smoothly. */
export async function hydrate(): Promise<void> {
  const root = document.getElementById('page')
  const data = document.getElementById('envelope')?.textContent
  if (!root || !data) return
  const envelope = JSON.parse(data) as PageEnvelope
  const island = root.querySelector('[data-island]')
  const loadIsland = islands[envelope.name]
  if (island && loadIsland) {
    const loading = loadIsland()
    const ownWords = loading.then((module) => module.words?.(envelope.locale) ?? {})
    const [{ Island }, i18n] = await Promise.all([loading, loadI18n(envelope.locale, ownWords)])
    hydrateRoot(
      island,
      <I18nProvider i18n={i18n}>
        <Island data={envelope.data as never} />
      </I18nProvider>,
    )
    return
  }
  const load = (pages as Partial<Record<PageName, () => Promise<{ page: PageModule<PageName> }>>>)[envelope.name]
  if (!load) return
  const module = load()
  const words = module.then(({ page }) => page.words?.(envelope.locale) ?? {})
  const [{ page }, i18n] = await Promise.all([module, loadI18n(envelope.locale, words)])
  hydrateRoot(root, <Document envelope={envelope} module={page} i18n={i18n} />)
}
