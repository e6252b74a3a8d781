import type { Pack } from '../../server/features/campaigns/pack.ts'
import type { PackTranslation } from '../../server/features/campaigns/pack-translation.ts'
import { translatableTexts } from '../../server/features/campaigns/translatable-texts.ts'

/** What the translation of an English text is in tests. */
export const inGerman = (words: string) => `Auf Deutsch: ${words}`

/** A whole German translation of all that a pack's pages show, which somebody has reviewed. */
export function aTranslation(pack: Pack, given: Partial<PackTranslation> = {}): PackTranslation {
  const shown = translatableTexts(pack).filter(({ isShown }) => isShown)
  const texts = shown.map(({ item, field, words }) => ({ item, field, was: words, text: inGerman(words) }))
  return { locale: 'de', reviewed: { on: '2026-11-24', by: 'AB' }, texts, ...given }
}
