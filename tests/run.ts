/**
 * All tests, in the order in which they are cheap. `node tests/run.ts check` stops before faults
 * and browser; `node tests/run.ts faults` runs the faults alone, in their long form. Prints what failed, what was
 * skipped and why, and closes with one line that counts everything.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { findChromium } from './support/browser.ts'
import { startSystemPostgres } from './support/system-postgres.ts'

/** Files whose promise rests on what the database does; of pages and their words one PostgreSQL tells as much as two. */
const restOnSql = [
  'tests/migrations',
  ...'campaign-packs confirm log mail-jobs purge rollups sequencer series submissions two-sequencers voids withdraw'
    .split(' ')
    .map((name) => `tests/server/${name}`),
]

const isCheckOnly = process.argv[2] === 'check'
const isFaultsOnly = process.argv[2] === 'faults'
const totals = { passed: 0, failed: 0, skipped: 0 }
const notes: string[] = []
const failures: string[] = []
const startedAt = performance.now()

rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results', { recursive: true })

if (isFaultsOnly) {
  step('faults, in their long form')
  vitest('faults', ['--project', 'faults'], { FAULTS: 'long' })
} else {
  check()
  if (!isCheckOnly) {
    await onSystemPostgres()
    step('faults: kill, crash, start twice')
    vitest('faults', ['--project', 'faults'])
    browser()
  }
}

const seconds = Math.round((performance.now() - startedAt) / 1000)
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`)
for (const note of notes) process.stdout.write(`skipped: ${note}\n`)
process.stdout.write(`\nin ${seconds} s\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`)
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0

function check(): void {
  for (const [name, ...command] of [
    ['format and lint', 'biome', 'check', '.'],
    ['types', 'tsc', '-p', '.'],
    ['import directions', 'depcruise', '--config', '.dependency-cruiser.cjs', 'server', 'web', 'emails'],
    ['dead code', 'knip', '--no-progress'],
  ] as const) {
    step(name)
    if (run(command) === 0) totals.passed++
    else fail(name)
  }
  step('unit, server and web tests (embedded PostgreSQL)')
  vitest('main', ['--project', 'unit', '--project', 'server', '--project', 'web'])
}

async function onSystemPostgres(): Promise<void> {
  step('server tests on the system’s PostgreSQL')
  const server = await startSystemPostgres()
  if ('missing' in server) {
    skip(server.missing)
    return
  }
  try {
    vitest('system-postgres', ['--project', 'server', ...restOnSql], { TEST_DATABASE_URL: server.url })
  } finally {
    await server.stop()
  }
}

function browser(): void {
  step('errands in a real browser')
  if (!findChromium()) {
    // Playwright fetches its own where it can reach it; Debian's package is the way for root.
    run(['playwright', 'install', 'chromium'])
    if (!findChromium() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
      run(['apt-get', 'update'])
      run(['apt-get', 'install', '--yes', 'chromium'])
    }
  }
  if (!findChromium()) {
    process.stderr.write('There is no browser to test with. Install Chromium or Chrome, or name one in CHROMIUM_PATH.\n')
    fail('errands in a real browser: there is none')
    return
  }
  const report = 'test-results/playwright.json'
  const status = run(['playwright', 'test', '--config', 'tests/playwright.config.ts'])
  const result = read(report)
  if (!result) {
    fail('errands in a real browser: no report')
    return
  }
  const { expected, flaky, skipped } = result.stats
  const failed = failedSpecs(result)
  totals.passed += expected + flaky
  totals.skipped += skipped
  for (const name of failed) fail(name)
  if (failed.length === 0 && status !== 0) fail('errands in a real browser: outside any test')
}

type Suite = { suites?: Suite[]; specs?: { ok: boolean; file: string; title: string }[] }

function failedSpecs({ suites = [], specs = [] }: Suite): string[] {
  const own = specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file} ${title}`)
  return [...own, ...suites.flatMap(failedSpecs)]
}

function vitest(name: string, args: string[], env: Record<string, string> = {}): void {
  const report = `test-results/${name}.json`
  const status = run(['vitest', 'run', '--config', 'tests/vitest.config.ts', ...args], { VITEST_JSON: report, ...env })
  const result = read(report)
  if (!result) {
    fail(`${name}: no report`)
    return
  }
  totals.passed += result.numPassedTests
  totals.skipped += result.numPendingTests + result.numTodoTests
  const failedBefore = failures.length
  result.testResults.forEach(tellOf)
  // A failure outside any test, such as a leaked listener, fails the run without a failed test.
  if (failures.length === failedBefore && status !== 0) fail(`${name}: outside any test`)
}

type TestFile = {
  name: string
  status: string
  assertionResults: { status: string; fullName: string; meta?: { note?: string } }[]
}

function tellOf({ name, status, assertionResults }: TestFile): void {
  const at = relative(process.cwd(), name)
  for (const test of assertionResults) {
    if (test.status === 'failed') fail(`${at} ${test.fullName}`)
    if (test.status === 'pending' || test.status === 'skipped')
      notes.push(`${test.fullName}${test.meta?.note ? ` (${test.meta.note})` : ''}`)
  }
  if (status === 'failed' && assertionResults.length === 0) fail(at)
}

function run(command: readonly string[], env: Record<string, string> = {}): number {
  const [program = '', ...args] = command
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test', ...env } })
  return status ?? 1
}

function read(path: string) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

function fail(name: string): void {
  failures.push(name)
  totals.failed++
}

function skip(reason: string): void {
  process.stdout.write(`skipped: ${reason}\n`)
  notes.push(reason)
  totals.skipped++
}

function step(name: string): void {
  process.stdout.write(`\n== ${name} (${Math.round((performance.now() - startedAt) / 1000)} s)\n`)
}
