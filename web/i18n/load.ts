import type { I18n, Messages } from '@lingui/core'
import { setupI18n } from '@lingui/core'

/** Catalogues of the interface; one file of its own for each language. */
const catalogues = import.meta.glob<{ messages: Messages }>('./*.po')

/** The words of one language, made anew for each request; English where there is no catalogue. */
export async function loadI18n(locale: string): Promise<I18n> {
  const load = catalogues[`./${locale}.po`] ?? catalogues['./en.po']
  const messages = load ? (await load()).messages : {}
  return setupI18n({ locale, messages: { [locale]: messages } })
}
