import { useLingui } from '@lingui/react'
import { createContext, useContext } from 'react'

/** The language that the campaign's words on this page are in; a page says it once. */
export const CampaignLanguage = createContext('en')

/**
 * The `lang` of the campaign's words: none where they are in the language of the page. What stays
 * English on every page has `lang="en"` instead: texts of petitions, titles of sources, names of
 * offices and chambers, and wordings that were corrected.
 */
export function useCampaignLang(): string | undefined {
  const language = useContext(CampaignLanguage)
  const { locale } = useLingui().i18n
  return language === locale ? undefined : language
}
