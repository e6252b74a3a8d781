import type { CsvRun } from './csv/divisions.ts'
import { readDivisions } from './csv/divisions.ts'
import { readLegislators } from './csv/legislators.ts'
import { kindOf, mappingOf } from './csv/mapping.ts'
import { countryOfPostcodes, readPostcodes } from './csv/postcodes.ts'
import type { Format } from './format.ts'

/**
 * Any CSV file with a head: of people, of postcodes with their divisions, or of divisions alone.
 *
 * Settings: `column.<field>` names the column of a field, `value.<field>` gives it for all rows;
 * `where.<column>` keeps the rows that have the value; `chamber`, and for a new one `chamber-name`,
 * `legislature`, `country` and `seats-per-division`; `division-prefix` (`gss:`) goes before the code
 * of a division; `source` names the set of data.
 */
export const csv: Format = {
  name: 'csv',
  describes: 'any CSV file of people, of postcodes and their divisions, or of divisions: say which column holds what',
  sourceOf: (settings) => sourceOf(settings),
  async *read(files, options) {
    const run: CsvRun = { seen: new Set() }
    for await (const file of files) {
      const mapping = mappingOf(options.settings, file.name)
      if (mapping.holds === 'divisions') yield* readDivisions(file, options, mapping, run)
      else if (mapping.holds === 'postcodes') yield* readPostcodes(file, options, mapping, run)
      else yield* readLegislators(file, options, mapping, run, sourceOf(options.settings))
    }
  },
}

function sourceOf(settings: Record<string, string>): string {
  if (settings['source']) return settings['source']
  const has = (field: string) => settings[`column.${field}`] !== undefined || settings[`value.${field}`] !== undefined
  if (kindOf(has) === 'divisions') return `csv:divisions:${settings['chamber'] ?? ''}`
  return kindOf(has) === 'postcodes' ? `csv:postcodes:${countryOfPostcodes(settings) ?? 'all'}` : `csv:${settings['chamber'] ?? ''}`
}
