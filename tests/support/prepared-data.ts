import { existsSync, lstatSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { endDatabase, removeDataDir } from './data-dir.ts'
import { freePort, spawnProgram } from './program.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where a copy of it would share something with it. */
    preparedDataDir: string | null
  }
}

/** A data folder as a first start leaves it, made once for all tests that are not about the first start. */
export default async function setup(project: TestProject): Promise<() => void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-prepared-'))
  const program = spawnProgram(['server/main.ts'], { dataDir, url: '', env: { PORT: String(await freePort()) } })
  try {
    await program.untilReady()
    program.kill('SIGTERM')
    const code = await program.ended
    if (code !== 0) throw new Error(`the first start ended with ${code}:\n${program.output()}`)
  } catch (error) {
    program.kill('SIGKILL')
    await program.ended
    await endDatabase(dataDir)
    removeDataDir(dataDir)
    throw error
  }
  project.provide('preparedDataDir', canBeCopied(dataDir) ? dataDir : null)
  return () => removeDataDir(dataDir)
}

/** Below a closed folder the database is kept elsewhere; below a deep one its socket is. */
function canBeCopied(dataDir: string): boolean {
  const home = join(dataDir, 'postgres')
  return !lstatSync(home).isSymbolicLink() && !existsSync(join(home, 'socket-dir'))
}
