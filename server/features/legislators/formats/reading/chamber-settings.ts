import { chambers } from '../../chambers.ts'
import type { ChamberRecord } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { flawOf } from './values.ts'

/** The chamber that the settings name; `isNew` when the built-in list does not have it, so that its record must be yielded. */
export type NamedChamber = { chamber: ChamberRecord; isNew: boolean }

/**
 * For files that do not say which chamber they are of: `chamber` is a built-in key, or a new one with
 * `chamber-name`, `legislature`, `country` and, where it is the same everywhere, `seats-per-division`.
 * @param file name for the message
 * @throws UnreadableFile that says which settings to give
 */
export function chamberOf(settings: Record<string, string>, file: string): NamedChamber {
  const key = settings['chamber'] ?? ''
  const known = chambers.find((chamber) => chamber.key === key)
  if (known) return { chamber: { kind: 'chamber', ...known }, isNew: false }
  const keys = chambers.map((chamber) => chamber.key).join(', ')
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key) || key.length > 60)
    throw new UnreadableFile(`${file} does not say which chamber it is of. Give --set chamber=… with one of ${keys}; or a new one.`)
  const name = wordsOf(settings, 'chamber-name')
  const legislature = wordsOf(settings, 'legislature')
  const country = /^[A-Z]{2}$/.exec(settings['country'] ?? '')?.[0]
  const seats = /^[1-9]\d{0,3}$/.exec(settings['seats-per-division'] ?? '')?.[0]
  if (!name || !legislature || !country || (settings['seats-per-division'] && !seats))
    throw new UnreadableFile(
      `${file}: ${key} is not one of ${keys}. For a new chamber give --set chamber-name=…, --set legislature=…, --set country=XX and, ` +
        'where each division has as many, --set seats-per-division=1.',
    )
  return { chamber: { kind: 'chamber', key, name, legislature, country, seatsPerDivision: seats ? Number(seats) : null }, isNew: true }
}

function wordsOf(settings: Record<string, string>, field: string): string | undefined {
  const words = settings[field]?.trim()
  return words && flawOf(words, 'name') === null ? words : undefined
}
