import { lostFigures } from './lost-figures.ts'
import type { Pack } from './pack.ts'
import type { PackTranslation } from './pack-translation.ts'
import type { PackWords, Translatable } from './translatable-texts.ts'
import { translatableTexts } from './translatable-texts.ts'

type Translated = PackTranslation['texts'][number]

/** A translation as pages show it: the texts of each item. */
export type ShownTranslation = { language: string; texts: Map<string, Translated[]> }

/**
 * A translation as pages show it, or null where they keep to English. It is shown as a whole or not at
 * all, so that no page is half in one language: somebody has reviewed it, and each text that pages show
 * is translated from its present wording.
 */
export function shownTranslation(translation: PackTranslation, pack: PackWords): ShownTranslation | null {
  if (!translation.reviewed) return null
  const { fresh, missing, old } = comparedWith(translatableTexts(pack), translation)
  if (missing.length > 0 || old.some(({ isShown }) => isShown)) return null
  return { language: translation.locale, texts: Map.groupBy(fresh, ({ item }) => item) }
}

/** An item of a pack in the words of a translation; as it is where there is none. */
export function inWordsOf<Body extends object>(shown: ShownTranslation | null, item: string, body: Body): Body {
  const texts = shown?.texts.get(item)
  if (!texts) return body
  const translated = structuredClone(body)
  for (const { field, text } of texts) put(translated, field.split('.'), text)
  return translated
}

/** Only for a field that was found in the same item: every step of it is there. */
function put(body: object, [key = '', ...rest]: string[], text: string): void {
  const parts = body as Record<string, unknown>
  if (rest.length === 0) parts[key] = text
  else put(parts[key] as object, rest, text)
}

const keyOf = ({ item, field }: Pick<Translated, 'item' | 'field'>) => `${item} ${field}`

/** What of a pack a translation has in its present wording, what it has in an older one, and what pages show that it lacks. */
function comparedWith(
  known: Translatable[],
  { texts }: PackTranslation,
): { fresh: Translated[]; old: Translatable[]; missing: Translatable[] } {
  const byKey = new Map(texts.map((text) => [keyOf(text), text]))
  const found = known.map((one) => ({ one, text: byKey.get(keyOf(one)) }))
  return {
    fresh: found.flatMap(({ one, text }) => (text?.was === one.words ? text : [])),
    old: found.flatMap(({ one, text }) => (text && text.was !== one.words ? one : [])),
    missing: found.flatMap(({ one, text }) => (one.isShown && !text ? one : [])),
  }
}

/** What is wrong with the translations of a pack, one sentence each with file, id and fix. */
export function translationFaults(pack: Pack): string[] {
  const known = translatableTexts(pack)
  const keys = new Set(known.map(keyOf))
  const items = new Set(known.map(({ item }) => item))
  return pack.translations.flatMap(({ locale, texts }) => {
    const byKey = Map.groupBy(texts, keyOf)
    const faults = [...byKey].flatMap(([key, [text, ...others]]) => {
      if (!text) return []
      const repeated = others.length > 0 ? [`has "${text.field}" twice; take one away`] : []
      const found = keys.has(key) ? textFaults(text) : [unknownFault(text, items, pack)]
      return [...repeated, ...found].map((fault) => `translations/${locale}.json: ${text.item}: ${fault}`)
    })
    return [...new Set(faults)]
  })
}

function unknownFault({ item, field }: Translated, items: Set<string>, { facts, timeline }: Pack): string {
  if (items.has(item)) return `has no text in "${field}" that pages show; correct the field or take it out`
  const isHidden = facts.some(({ id }) => item === `fact:${id}`) || timeline.some(({ id }) => item === `event:${id}`)
  return isHidden ? 'must not be published; take its texts out' : 'is not in the pack; correct the id or take its texts out'
}

function textFaults({ field, was, text }: Translated): string[] {
  if (text.trim() === '') return [`"${field}" is empty; translate it, or take it out`]
  return lostFigures(was, text).map((figure) => `"${field}" lacks the figure ${figure} of the English wording; add it`)
}

/** What organizers should know of the translations of a pack: each text of an older wording, and why pages show none of it. */
export function translationWarnings(pack: Pack): string[] {
  const known = translatableTexts(pack)
  const shown = known.filter(({ isShown }) => isShown)
  return pack.translations.flatMap((translation) => {
    const { missing, old } = comparedWith(known, translation)
    const notes = old.map(
      ({ item, field, words }) =>
        `${item}: "${field}" is translated from an older wording; translate it anew, then set "was" to the present one: "${words}"`,
    )
    const oldShown = old.filter(({ isShown }) => isShown)
    const [first] = missing
    if (missing.length + oldShown.length > 0) {
      const where = first ? ` (the first is "${first.field}" of ${first.item})` : ''
      notes.push(
        `pages keep to English: of ${shown.length} texts that they show ${missing.length} are missing${where} and ${oldShown.length} old; translate those`,
      )
    } else if (!translation.reviewed) {
      notes.push(
        'pages keep to English: it is whole and not reviewed; once somebody has read it, set "reviewed" to the day and their initials',
      )
    }
    return notes.map((note) => `translations/${translation.locale}.json: ${note}`)
  })
}
