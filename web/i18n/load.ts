import type { I18n, Messages } from '@lingui/core'
import { setupI18n } from '@lingui/core'

/** Finds the compiled catalogues of one folder. */
type Catalogues = Record<string, () => Promise<{ messages: Messages }>>

/** Catalogues of the interface; one file of its own for each language. */
const catalogues = import.meta.glob<{ messages: Messages }>('./*.po')

/** Every language that the interface has words in. */
export const locales = Object.keys(catalogues).map((file) => file.slice('./'.length, -'.po'.length))

/**
 * The words of one language, made anew for each request; English where there is no catalogue.
 * `further`: those of pages with a catalogue of their own.
 */
export async function loadI18n(locale: string, ...further: Promise<Messages>[]): Promise<I18n> {
  const messages = Object.assign({}, await loadMessages(catalogues, './', locale), ...(await Promise.all(further)))
  return setupI18n({ locale, messages: { [locale]: messages } })
}

/** The words of one language from the catalogues below a folder, or the English ones. */
export async function loadMessages(from: Catalogues, folder: string, locale: string): Promise<Messages> {
  const load = from[`${folder}${locale}.po`] ?? from[`${folder}en.po`]
  return load ? (await load()).messages : {}
}
