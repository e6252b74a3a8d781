import type { FormatOptions } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { quoted } from '../reading/quoted.ts'
import { flawOf } from '../reading/values.ts'

/** What a column can hold. */
export const csvFields = [
  'id',
  'name',
  'given',
  'family',
  'honorific',
  'salutation',
  'party',
  'division',
  'division-name',
  'postcode',
  'email',
  'phone',
  'web-form',
  'postal',
  'website',
  'starts',
  'ends',
  'seat',
  'languages',
  'country',
] as const
export type CsvField = (typeof csvFields)[number]

/** Which column, or which constant, each field is taken from. */
export type CsvMapping = {
  /** `postcodes` when rows join postcodes and divisions and name nobody, `divisions` when they name divisions alone. */
  holds: 'postcodes' | 'legislators' | 'divisions'
  columns: Map<CsvField, string>
  constants: Map<CsvField, string>
  /** Only rows whose cell in the column equals the value count. */
  where: { column: string; value: string }[]
}

const isField = (name: string): name is CsvField => (csvFields as readonly string[]).includes(name)

/**
 * Reads `column.<field>`, `value.<field>` and `where.<column>` from the settings.
 * @throws UnreadableFile that says which column to give
 */
export function mappingOf(settings: FormatOptions['settings'], file: string): CsvMapping {
  const columns = new Map<CsvField, string>()
  const constants = new Map<CsvField, string>()
  const where: CsvMapping['where'] = []
  for (const [key, value] of Object.entries(settings)) {
    const [, kind, name] = /^(column|value|where)\.(.+)$/s.exec(key) ?? []
    if (kind === undefined || name === undefined) continue
    if (kind === 'where') where.push({ column: name, value: value.trim() })
    else if (!isField(name)) throw new UnreadableFile(`There is no field ${quoted(name)}. The fields are: ${csvFields.join(', ')}.`)
    else if (kind === 'column') columns.set(name, value.trim())
    else if (flawOf(value, 'value') !== null) throw new UnreadableFile(`The value of ${key} ${flawOf(value, 'value')}.`)
    else constants.set(name, value.trim())
  }
  const has = (field: CsvField) => columns.has(field) || constants.has(field)
  const holds = kindOf(has)
  if (holds === null) throw whatToGive(file, has)
  return { holds, columns, constants, where }
}

/** The columns that a file must have. */
export function columnsIn({ columns, where }: CsvMapping): string[] {
  return [...new Set([...columns.values(), ...where.map(({ column }) => column)])]
}

/** What the settings say that the rows are; null when they do not say enough. */
export function kindOf(has: (field: CsvField) => boolean): CsvMapping['holds'] | null {
  if (has('name') || (has('given') && has('family'))) return 'legislators'
  if (!has('division')) return null
  if (has('postcode')) return 'postcodes'
  return has('division-name') ? 'divisions' : null
}

function whatToGive(file: string, has: (field: CsvField) => boolean): UnreadableFile {
  return new UnreadableFile(
    has('postcode')
      ? `${file}: give the column of the division as well: --column division=Header.`
      : `${file}: say which columns hold what. For people give --column name=Header, or --column given=Header and --column family=Header; ` +
          'for postcodes --column postcode=Header and --column division=Header; ' +
          'for divisions alone --column division=Header and --column division-name=Header.',
  )
}
