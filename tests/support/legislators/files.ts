import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../program.ts'

const support = join(checkout, 'tests', 'support', 'legislators')
/** Files as they are published lie beside the repository, not in it. */
const realFolder = join(checkout, '..', 'shared', 'legislator-data')

/** Invented people in the shape of a format. */
export function fixtureOf(format: string, file: string): Buffer {
  return readFileSync(join(support, format, file))
}

/** A file as it was published, by its path. */
export function realFile(path: string): Buffer {
  return readFileSync(join(realFolder, path))
}

/** The folder, or one in it; and what a test that needs it says when it is absent. */
export function realPath(path = ''): string {
  return join(realFolder, path)
}

export const isRealAbsent = !existsSync(realFolder)
export const withoutReal = { meta: { note: 'the files as published are not beside this checkout' } }
