import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyWithOwnPostgres, newBareCheckout } from '../support/other-checkout.ts'
import { canOthersRun, countAt, isRoot, newDataDir, nobody, startProgram, startReady } from '../support/process.ts'

const filesOf = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

test('where npm runs no install scripts, it runs on a Node fetched for it, and the scripts that are needed are run after it', () => {
  const checkout = newBareCheckout({ runsScriptsWhenTold: true })
  // What `npm ci --ignore-scripts` leaves: the package without its program.
  mkdirSync(join(checkout.root, 'node_modules', 'node'), { recursive: true })
  writeFileSync(join(checkout.root, 'node_modules', 'node', 'package.json'), '{}')

  const { code, output } = checkout.start()
  const again = checkout.start()

  const [fetch, ci, rebuild, ...others] = checkout.calls()
  expect({ code, again }, output).toEqual({ code: 0, again: { code: 0, output: '' } })
  expect(fetch).toMatchObject({ command: 'install', args: expect.arrayContaining([expect.stringMatching(/^node@\d+\.\d+\.\d+$/)]) })
  expect(ci).toMatchObject({ command: 'ci', node: join(checkout.root, 'dist', 'first-node', 'node_modules', '.bin', 'node') })
  expect(rebuild).toMatchObject({ command: 'rebuild', args: expect.arrayContaining(['node', '--ignore-scripts=false']) })
  expect(others).toEqual([])
  expect(existsSync(join(checkout.root, 'dist', 'first-node'))).toBe(false)
})

test('where npm runs no install script even when told to, start says what to type, and does not take the packages for installed', () => {
  const checkout = newBareCheckout({ runsScriptsWhenTold: false })

  const first = checkout.start()
  const calls = checkout.calls().length
  const second = checkout.start()

  for (const { code, output } of [first, second]) {
    expect(code).toBe(1)
    expect(output).toContain('Allow it once with:\n  npm rebuild node --ignore-scripts=false')
    expect(output).not.toContain('building')
  }
  expect(checkout.calls()).toHaveLength(2 * calls)
  expect(filesOf(checkout.root).filter((name) => name.startsWith('.start.lock'))).toEqual([])
})

describe.runIf(isRoot && canOthersRun)(
  'a checkout of root’s (skipped: these tests need root, and a checkout that others can pass to)',
  () => {
    test('that is ready is started by an ordinary user, and nothing is written in it', () => {
      const checkout = newBareCheckout({ runsScriptsWhenTold: true })
      checkout.start()
      const before = filesOf(checkout.root)

      const started = checkout.start(nobody)

      expect(started).toEqual({ code: 0, output: '' })
      expect(filesOf(checkout.root)).toEqual(before)
    })

    test.for([
      ['its packages are not installed', 'node_modules/.countersign-installed'],
      ['its pages are not built from its present sources', 'dist/.countersign-built'],
    ] as const)('that is not ready is refused to an ordinary user, with who can mend it: %s', ([reason, stamp]) => {
      const checkout = newBareCheckout({ runsScriptsWhenTold: true })
      checkout.start()
      rmSync(join(checkout.root, stamp))

      const { code, output } = checkout.start(nobody)

      expect(code).toBe(1)
      expect(output).toContain(`${checkout.root} is not ready to run: ${reason}, and this user may not write`)
      expect(output).toContain('The folder belongs to user 0. Run there once as that user:\n  node server/start.mjs')
      expect(output).not.toContain('    at ')
    })

    test('lets an ordinary user start only with a data folder of their own, and says so', async () => {
      const program = await startProgram({ dataDir: newDataDir(), user: nobody })

      expect(await program.ended).toBe(1)
      expect(program.output()).toContain(
        `this user may not write the data folder ${program.dataDir} (EACCES): set DATA_DIR to a folder of your own`,
      )
    })

    test('without the library links of its PostgreSQL is refused to an ordinary user, with what to do', async () => {
      const { root, native } = copyWithOwnPostgres()
      const [path = ''] = removeLinks(native)

      const program = await startProgram({ dataDir: newDataDir(nobody), user: nobody, root })

      expect(await program.ended).toBe(1)
      expect(program.output()).toContain(`the packaged PostgreSQL lacks the link ${path}, and this user may not make it (EACCES): run once`)
    })
  },
)

test('library links that npm did not make are made at start, also by two starts at once', async () => {
  const { root, native } = copyWithOwnPostgres()
  const links = removeLinks(native)

  const programs = await Promise.all([1, 2].map(() => startReady({ dataDir: newDataDir(), root })))

  expect(await Promise.all(programs.map(({ url }) => countAt(url)))).toEqual([0, 0])
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((path) => !lstatSync(path).isSymbolicLink() || !existsSync(path))).toEqual([])
})

/** As a blocked install script leaves the package. */
function removeLinks(native: string): string[] {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  const links = list.map(({ target }) => join(dirname(native), target))
  for (const path of links) rmSync(path, { force: true })
  return links
}
