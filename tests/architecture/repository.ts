import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of this repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

const notOurs = new Set(['.git', '.data', 'dist', 'node_modules', 'test-results', '.env'])

/** Every file of the repository as a path from its root; without what is installed, built or made by running. */
export function listFiles(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name) && !/\.log$|^\.start\.lock/.test(name))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()
}

/** A file of the repository as text. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The JSON of a file of the repository. */
export function readJson(path: string) {
  return JSON.parse(readText(path))
}

/** Names of packages that a module imports by a statement; `react/jsx-runtime` counts as `react`. */
export function packagesImportedBy(source: string): string[] {
  const statements = source.matchAll(/^(?:import|export)\s+(?!type\b)(?:[\w*{}\s,$]+\sfrom\s*)?['"]([^'"]+)['"]/gm)
  const specifiers = [...statements].map(([, specifier = '']) => specifier).filter((specifier) => !/^(\.|#|node:)/.test(specifier))
  return [...new Set(specifiers.map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier))]
}

export type Cruise = { totalCruised: number; violations: { rule: string; from: string; to: string }[] }

/** What dependency-cruiser finds in a tree with the rules of this repository. */
export function cruise(tree: string, folders: string[]): Cruise {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', ...folders]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (!stdout) throw new Error(`dependency-cruiser said nothing: ${stderr}`)
  const { summary } = JSON.parse(stdout)
  return {
    totalCruised: summary.totalCruised,
    violations: summary.violations.map((found: { rule: { name: string }; from: string; to: string }) => ({
      rule: found.rule.name,
      from: found.from,
      to: found.to,
    })),
  }
}
