import { hydrateRoot } from 'react-dom/client'
import type { PageEnvelope, PageName } from '#contract/pages.ts'
import { Document } from './app/document.tsx'
import type { PageModule } from './app/page.ts'
import { pages } from './app/pages.ts'
import { loadI18n } from './i18n/load.ts'
import './ui/styles.css'

/** Hydrates the page that the server names. Without this script every page works, only less smoothly. */
async function start(): Promise<void> {
  const root = document.getElementById('page')
  const data = document.getElementById('envelope')?.textContent
  if (!root || !data) return
  const envelope = JSON.parse(data) as PageEnvelope
  const module = pages[envelope.name]()
  const words = module.then(({ page }) => page.words?.(envelope.locale) ?? {})
  const [{ page }, i18n] = await Promise.all([module, loadI18n(envelope.locale, words)])
  hydrateRoot(root, <Document envelope={envelope} module={page as PageModule<PageName>} i18n={i18n} />)
}

void start()
