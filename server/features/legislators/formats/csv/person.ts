import type { ChannelRecord, LegislatorRecord } from '../format.ts'
import type { ValueReader } from '../reading/values.ts'
import { createValueReader } from '../reading/values.ts'
import { dayOf } from './dates.ts'
import type { CsvField } from './mapping.ts'
import type { FieldRow } from './rows.ts'

type Person = Omit<LegislatorRecord, 'kind' | 'at' | 'ids' | 'chamber' | 'division' | 'name'>

/**
 * What a row says of a person beside who they are and where they sit.
 * @param fault called with a sentence for each value that is left out
 */
export function personOf(row: FieldRow, fault: (reason: string) => void): Person {
  const values = createValueReader(fault)
  const text = (field: CsvField) => values.text(`What stands for ${field}`, row.get(field), 'name')
  const members = {
    givenName: text('given'),
    familyName: text('family'),
    honorific: text('honorific'),
    salutation: text('salutation'),
    party: text('party'),
    languages: languagesOf(row, fault),
    website: values.website('The website', row.get('website')),
    startsOn: dayIn(row, 'starts', values),
    endsOn: dayIn(row, 'ends', values),
    seatLabel: text('seat'),
  }
  return { ...given(members), channels: channelsOf(row, values) }
}

function channelsOf(row: FieldRow, values: ValueReader): ChannelRecord[] {
  return [
    ...addressesIn(row.get('email')).flatMap((address) => values.email('The e-mail address', address)),
    ...values.webForm('The web form', row.get('web-form')),
    ...values.phone('The phone number', row.get('phone')),
    ...values.postal('The postal address', row.get('postal')),
  ]
}

/** One as a rule; some lists have several in a cell, or write them as links. */
function addressesIn(cell: string): string[] {
  return cell.split(';', 10).map((address) => address.trim().replace(/^mailto:/i, ''))
}

/** What is no date goes on as it is, and is refused there. */
function dayIn(row: FieldRow, field: CsvField, values: ValueReader): string | undefined {
  const written = row.get(field)
  return values.day(`What stands for ${field}`, dayOf(written) ?? written)
}

function languagesOf(row: FieldRow, fault: (reason: string) => void): string[] | undefined {
  const tags = row
    .get('languages')
    .split(/[\s,;|/]+/)
    .filter((tag) => tag !== '')
  if (tags.length === 0) return undefined
  try {
    return Intl.getCanonicalLocales(tags.slice(0, 20))
  } catch {
    fault('What stands for languages is not a list of language tags such as en or pt-BR; it was left out.')
    return undefined
  }
}

/** Without the members that are undefined: optional ones must be left out. */
function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as ReturnType<typeof given<T>>
}
