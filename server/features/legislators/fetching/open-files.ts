import { createReadStream, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { SourceFile } from '../formats/format.ts'
import { UnreadableFile } from '../formats/format.ts'

/** What is a folder of an import: no hidden files, no folders inside. */
const maxFiles = 20_000

/**
 * The files of a path, one by one: the file itself, or those of a folder and of its folders in the
 * order of their names. Each is opened when it is asked for.
 * @throws UnreadableFile when there is none
 */
export async function* openFiles(path: string): AsyncIterable<SourceFile> {
  for (const file of listFiles(path)) yield { name: file.name, bytes: createReadStream(file.path) }
}

function listFiles(path: string): { name: string; path: string }[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new UnreadableFile(`There is no file or folder ${path}. Give a path, or an address that begins with https://.`)
  if (!found.isDirectory()) return [{ name: basename(path), path }]
  const files = readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name, parentPath }) => ({ name, path: join(parentPath, name) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  if (files.length === 0) throw new UnreadableFile(`The folder ${path} has no files.`)
  if (files.length > maxFiles) throw new UnreadableFile(`The folder ${path} has more than ${maxFiles} files.`)
  return files
}
