import type { Messages } from '@lingui/core'
import { loadMessages } from '../../../i18n/load.ts'

/** A catalogue of its own: no other page needs these words. */
const catalogues = import.meta.glob<{ messages: Messages }>('./i18n/*.po')

/** The words of the composer and of what it shows of letters. */
export function words(locale: string): Promise<Messages> {
  return loadMessages(catalogues, './i18n/', locale)
}
