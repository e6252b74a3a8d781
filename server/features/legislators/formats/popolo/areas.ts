import { z } from 'zod'
import { countryIn } from '../../../../lib/country-name.ts'
import type { ChamberRecord, DivisionRecord } from '../format.ts'
import { readAs } from '../reading/json.ts'
import { quoted } from '../reading/quoted.ts'
import { countryKey, flawOf, slugOf } from '../reading/values.ts'
import type { PopoloDocument } from './document.ts'

const area = z.object({ id: z.string(), name: z.string() })

/** An area of this name stands for the list of a party in the whole country, as half of New Zealand's members are elected. */
const listName = /^((national|party|nationwide) )?list$/i

/** The division of an area id, or a sentence that says why there is none. No area is the whole country. */
export type DivisionFinder = (areaId: string | null | undefined) => DivisionRecord | string

/** Keys are made of the ids of areas, `area/dublin_west`; two ids that would make one key are told apart by refusing the second. */
export function createDivisionFinder(document: PopoloDocument, { key: chamber, country }: ChamberRecord): DivisionFinder {
  const idOfKey = new Map<string, string>()
  const wholeCountry: DivisionRecord = {
    kind: 'division',
    key: countryKey(country, chamber),
    chamber,
    name: countryIn('en', country),
    country,
    isCountryWide: true,
  }
  return (areaId) => {
    if (!areaId) return wholeCountry
    const slug = slugOf(areaId.replace(/^area\//, ''))
    const found = nameOfArea(document, areaId, slug)
    if ('flaw' in found) return found.flaw
    const { name } = found
    if (listName.test(name)) return wholeCountry
    const key = `popolo:${chamber}:${slug}`
    if ((idOfKey.get(key) ?? areaId) !== areaId)
      return `Its area ${quoted(areaId)} would have the same key as ${quoted(idOfKey.get(key) ?? '')}.`
    idOfKey.set(key, areaId)
    return { kind: 'division', key, chamber, name, country }
  }
}

function nameOfArea(document: PopoloDocument, areaId: string, slug: string): { name: string } | { flaw: string } {
  const found = readAs(area, document.areas.get(areaId))
  if ('reason' in found) return { flaw: `Its area ${quoted(areaId)} is missing or cannot be read: ${found.reason}.` }
  const name = found.value.name.trim()
  const flaw = name === '' || slug === '' ? 'is empty' : (flawOf(name, 'name') ?? flawOf(slug, 'name'))
  return flaw === null ? { name } : { flaw: `The name or id of its area ${flaw}.` }
}
