import { CORE_SCHEMA, load, YAMLException } from 'js-yaml'
import type { z } from 'zod'
import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { shown } from './quoted.ts'
import { readText } from './text.ts'

/** Aliases let a small YAML file name one value very often; no official file has any. */
const maxAliases = 0

/** Parsed YAML takes fifty times its size of memory; the largest official file has 1.1 MB. */
const maxYamlCharacters = 8 * 1024 * 1024

/** A JSON file as a whole. @throws UnreadableFile when it is not JSON, or is cut */
export async function readJson(file: SourceFile, encoding: FormatOptions['encoding']): Promise<unknown> {
  return parseJson(await readText(file, encoding), file.name)
}

/** A file that is JSON or YAML, as its first character says. @throws UnreadableFile when it is neither */
export async function readJsonOrYaml(file: SourceFile, encoding: FormatOptions['encoding']): Promise<unknown> {
  const text = await readText(file, encoding)
  return /^\s*[[{]/.test(text) ? parseJson(text, file.name) : parseYaml(text, file.name)
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UnreadableFile(`${name} is not JSON, or is cut short: ${shown((error as Error).message, 200)}`)
  }
}

/** Core schema: dates stay text, `no` stays text, no types of any language. */
function parseYaml(text: string, name: string): unknown {
  if (text.length > maxYamlCharacters)
    throw new UnreadableFile(`${name} is larger than 8 MB, which no YAML file of this format is. Use its JSON.`)
  try {
    return load(text, { schema: CORE_SCHEMA, maxAliases })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new UnreadableFile(`${name} is not YAML, or is cut short: ${shown(error.message, 200)}`)
  }
}

/**
 * What a record holds, or the reason why it does not fit: path and message of the first issue.
 * Unknown members are passed over.
 */
export function readAs<S extends z.ZodType>(schema: S, value: unknown): { value: z.infer<S> } | { reason: string } {
  const result = schema.safeParse(value)
  if (result.success) return { value: result.data }
  const [issue] = result.error.issues
  return { reason: `${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'is not as it should be'}` }
}
