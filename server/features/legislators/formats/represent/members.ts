import { z } from 'zod'
import type { ChannelRecord, Identifier, LegislatorRecord } from '../format.ts'
import { readAs } from '../reading/json.ts'
import type { ValueReader } from '../reading/values.ts'
import { createValueReader, flawOfName, slugOf } from '../reading/values.ts'
import type { FederalDistrict } from './districts.ts'
import { federalDistrict } from './districts.ts'

const federal = z.object({ elected_office: z.literal('MP') })

const representative = z.object({
  name: z.string(),
  district_name: z.string(),
  first_name: z.unknown().optional(),
  last_name: z.unknown().optional(),
  party_name: z.unknown().optional(),
  email: z.unknown().optional(),
  url: z.unknown().optional(),
  related: z.object({ boundary_url: z.unknown().optional() }).nullish(),
  offices: z.array(z.unknown()).nullish(),
  extra: z.unknown().optional(),
})
type Representative = z.infer<typeof representative>

const office = z.object({ type: z.unknown().optional(), tel: z.unknown().optional(), postal: z.unknown().optional() })
const withLanguages = z.object({ preferred_languages: z.array(z.unknown()) })

/** A member of the House of Commons; `district` is null when the source does not say which one it is. */
export type FederalMember = { legislator: LegislatorRecord; districtName: string; district: FederalDistrict | null }

/** Whether it is a member of the House of Commons, and no mayor or member of a province's assembly. */
export function isFederal(record: unknown): boolean {
  return federal.safeParse(record).success
}

/**
 * The member; null when nobody can be made of it.
 * @param fault called with a sentence for what is left out
 */
export function readMember(record: unknown, at: string, fault: (reason: string) => void): FederalMember | null {
  const found = readAs(representative, record)
  const flaw = 'reason' in found ? `${found.reason}.` : flawOf(found.value)
  if (flaw !== null || 'reason' in found) {
    fault(flaw ?? '')
    return null
  }
  const person = found.value
  const values = createValueReader((reason) => fault(`${person.name.trim()}: ${reason}`))
  const [name, districtName] = [person.name.trim(), person.district_name.trim()]
  const address = person.related?.boundary_url
  const district = typeof address === 'string' ? federalDistrict(address) : null
  const texts = {
    givenName: values.text('The first name', person.first_name, 'name'),
    familyName: values.text('The last name', person.last_name, 'name'),
    party: values.text('The party', person.party_name, 'name'),
    website: values.website('The website', person.url),
  }
  const languages = languagesOf(person)
  const legislator: LegislatorRecord = {
    kind: 'legislator',
    at,
    ids: idsOf(name, districtName, texts.website),
    chamber: 'ca-commons',
    division: district === null ? { name: districtName } : { key: district.key },
    name,
    ...(Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as Partial<Record<keyof typeof texts, string>>),
    ...(languages.length > 0 ? { languages } : {}),
    channels: [...values.email('The e-mail address', person.email), ...(person.offices ?? []).flatMap((it) => officeOf(it, values))],
  }
  return { legislator, districtName, district }
}

function flawOf({ name, district_name }: Representative): string | null {
  return (
    flawOfName(name, slugOf(name)) ??
    (flawOfName(district_name, slugOf(district_name)) === null ? null : `${name.slice(0, 60)} has no district.`)
  )
}

/** Represent has no ids; the page of a member at the House of Commons has the number of the person. */
function idsOf(name: string, districtName: string, website: string | undefined): [Identifier, ...Identifier[]] {
  const own = { scheme: 'represent', value: `${slugOf(name)}/${slugOf(districtName)}` }
  const number = /^https?:\/\/(?:www\.)?ourcommons\.ca\/[^()]*\((\d{1,12})\)$/i.exec(website ?? '')?.[1]
  return number === undefined ? [own] : [own, { scheme: 'ourcommons', value: number }]
}

function languagesOf({ extra }: Representative): string[] {
  const said =
    withLanguages
      .safeParse(extra)
      .data?.preferred_languages.filter((it) => typeof it === 'string')
      .join(' ') ?? ''
  return [/english|anglais/i.test(said) ? 'en' : '', /french|fran[cç]ais/i.test(said) ? 'fr' : ''].filter((tag) => tag !== '')
}

function officeOf(value: unknown, values: ValueReader): ChannelRecord[] {
  const found = readAs(office, value)
  if ('reason' in found) return []
  const { type, tel, postal } = found.value
  const label = values.text('The type of an office', type, 'name')
  return [...values.phone('A phone number', tel, label), ...values.postal('An address', postal, label)]
}
