import { parseArgs } from 'node:util'
import type { Preset } from '../features/legislators/fetching/presets.ts'
import { presets } from '../features/legislators/fetching/presets.ts'
import { findFormat } from '../features/legislators/formats/all.ts'
import type { Format, FormatOptions } from '../features/legislators/formats/format.ts'
import type { ImportOptions } from '../features/legislators/importing/import-legislators.ts'

type Shared = { settings: FormatOptions['settings']; options: ImportOptions }

export type LegislatorArguments =
  | ({ action: 'import'; format: Format; place: string; encoding: FormatOptions['encoding'] } & Shared)
  | ({ action: 'update'; preset: Preset } & Shared)
  | { action: 'list' | 'check' }

const known = {
  'dry-run': { type: 'boolean' },
  strict: { type: 'boolean' },
  partial: { type: 'boolean' },
  'allow-vanishing': { type: 'boolean' },
  encoding: { type: 'string' },
  column: { type: 'string', multiple: true },
  value: { type: 'string', multiple: true },
  where: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
} as const

/** What was asked for, or in `wrong` what is wrong with it; empty where nothing was asked. */
export function readLegislatorArguments(args: string[]): LegislatorArguments | { wrong: string } {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return { wrong: (error as Error).message }
  }
  const { values, positionals } = parsed
  const [action, name = '', place, ...others] = positionals
  if (action === undefined) return { wrong: '' }
  if ((action === 'list' || action === 'check') && name === '') return { action }
  const settings = settingsOf(values)
  if ('wrong' in settings) return settings
  const shared = { settings: settings.given, options: optionsOf(values) }
  if (action === 'update' && place === undefined) return updateOf(name, shared)
  if (action === 'import' && place !== undefined && others.length === 0) return importOf(name, place, values.encoding ?? 'utf-8', shared)
  return { wrong: 'This is not a way to give the command.' }
}

function updateOf(name: string, shared: Shared): LegislatorArguments | { wrong: string } {
  const preset = presets.find((one) => one.name === name)
  return preset ? { action: 'update', preset, ...shared } : { wrong: `There is no preset “${name}”.` }
}

function importOf(name: string, place: string, encoding: string, shared: Shared): LegislatorArguments | { wrong: string } {
  const format = findFormat(name)
  if (!format) return { wrong: `There is no format “${name}”.` }
  if (encoding !== 'utf-8' && encoding !== 'iso-8859-1') return { wrong: `--encoding is utf-8 or iso-8859-1, not “${encoding}”.` }
  return { action: 'import', format, place, encoding, ...shared }
}

function optionsOf(values: Values): ImportOptions {
  return {
    isDryRun: values['dry-run'] ?? false,
    isStrict: values.strict ?? false,
    isPartial: values.partial ?? false,
    mayVanish: values['allow-vanishing'] ?? false,
  }
}

function parse(args: string[]) {
  return parseArgs({ args, allowPositionals: true, options: known })
}

type Values = ReturnType<typeof parse>['values']

/** `--column field=Column` is the setting `column.field`; `--set name=value` the setting `name`. */
function settingsOf(values: Values): { given: Record<string, string> } | { wrong: string } {
  const given: Record<string, string> = Object.create(null)
  for (const kind of ['column', 'value', 'where', 'set'] as const) {
    for (const pair of values[kind] ?? []) {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
      if (name === undefined || value === undefined)
        return { wrong: `--${kind} wants a name and a value: --${kind} name=value, not “${pair}”.` }
      given[kind === 'set' ? name : `${kind}.${name}`] = value
    }
  }
  return { given }
}
