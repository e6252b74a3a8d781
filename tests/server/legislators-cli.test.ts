import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { legislators } from '../../server/cli/legislators.ts'
import { loadConfig } from '../../server/config.ts'
import type { TestDatabase } from '../support/database.ts'
import { createBareDatabase, createTestDatabase } from '../support/database.ts'
import { startFileServer } from '../support/file-server.ts'
import { clearLists, memberSettings, membersCsv, membersOf, postcodeSettings, postcodesCsv } from '../support/legislator-lists.ts'

let database: TestDatabase
let pool: pg.Pool
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
beforeEach(async () => {
  await clearLists(pool)
  folder = mkdtempSync(join(tmpdir(), 'countersign-lists-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the command over the test's database; answers its exit code and what it printed. */
async function run(args: string[], url = database.url): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const config = () => loadConfig({ DATA_DIR: join(folder, 'data'), DATABASE_URL: url })
  const code = await legislators(config, args, (line) => lines.push(line))
  return { code, lines }
}

/** Runs it where there are no settings to load. */
async function runWithoutSettings(args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const config = () => {
    throw new Error('no settings are needed')
  }
  const code = await legislators(config, args, (line) => lines.push(line))
  return { code, lines }
}

/** Writes a file into the test's folder; answers its path. */
function written(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

/** Settings as the command takes them. */
const optionsOf = (settings: Record<string, string>) =>
  Object.entries(settings).flatMap(([name, value]) =>
    name.startsWith('column.') ? ['--column', `${name.slice(7)}=${value}`] : ['--set', `${name}=${value}`],
  )
const memberOptions = optionsOf(memberSettings())
const importMembers = (letters: string, ...more: string[]) =>
  run(['import', 'csv', written('members.csv', membersCsv(membersOf(letters))), ...memberOptions, ...more])
const importPostcodes = (rows: Parameters<typeof postcodesCsv>[0], ...more: string[]) =>
  run(['import', 'csv', written('postcodes.csv', postcodesCsv(rows)), ...optionsOf(postcodeSettings), ...more])

const usage =
  'Usage: npm run cli -- legislators import <format> <file|folder|address> | legislators update <preset> | legislators list | legislators check\n'

test.each<[string, string[]]>([
  ['nothing', []],
  ['only options', ['--dry-run']],
])('a command with %s is answered with the usage', async (_what, args) => {
  const { code, lines } = await runWithoutSettings(args)

  expect(code).toBe(2)
  expect(lines[0]).toBe(usage)
  expect(lines.join('\n')).toMatch(/ {4}csv {19}.+\n(.*\n)* {4}--dry-run .+\n(.*\n)* {4}us {20}.+\n/)
})

test.each<[string, string[], string]>([
  ['an action that there is not', ['export'], 'This is not a way to give the command.'],
  ['no format', ['import'], 'This is not a way to give the command.'],
  ['no file', ['import', 'csv'], 'This is not a way to give the command.'],
  ['two files', ['import', 'csv', 'a', 'b'], 'This is not a way to give the command.'],
  ['no preset', ['update'], 'There is no preset “”.'],
  ['two presets', ['update', 'us', 'uk'], 'This is not a way to give the command.'],
  ['more than a list', ['list', 'us'], 'This is not a way to give the command.'],
  ['a format that there is not', ['import', 'xlsx', 'a'], 'There is no format “xlsx”.'],
  ['a preset that there is not', ['update', 'atlantis'], 'There is no preset “atlantis”.'],
  ['an encoding that there is not', ['import', 'csv', 'a', '--encoding', 'utf-16'], '--encoding is utf-8 or iso-8859-1, not “utf-16”.'],
  [
    'a column without a name',
    ['import', 'csv', 'a', '--column', '=x'],
    '--column wants a name and a value: --column name=value, not “=x”.',
  ],
  [
    'a column without a value',
    ['import', 'csv', 'a', '--column', 'name'],
    '--column wants a name and a value: --column name=value, not “name”.',
  ],
])('a command with %s is told what is wrong, and the usage', async (_what, args, wrong) => {
  const { code, lines } = await runWithoutSettings(args)

  expect(code).toBe(2)
  expect(lines.slice(0, 2)).toEqual([`${wrong}\n`, usage])
})

test.each<[string, string[]]>([
  ['an option that there is not', ['import', 'csv', 'a', '--force']],
  ['a switch with a value', ['import', 'csv', 'a', '--dry-run=yes']],
  ['an option without its value', ['import', 'csv', 'a', '--column']],
])('a command with %s is answered with the usage', async (_what, args) => {
  const { code, lines } = await runWithoutSettings(args)

  expect(code).toBe(2)
  expect(lines[1]).toBe(usage)
})

test('an import says who is new; the next one who changed, who is gone and which seats are vacant', async () => {
  const first = await importMembers('ABCDE')
  const [ada, ...others] = membersOf('ABCD')
  const rows = [{ ...ada, party: 'Harbour', email: 'no address' }, ...others, ...membersOf('F')]
  const next = await run(['import', 'csv', written('next.csv', membersCsv(rows)), ...memberOptions])

  expect(first).toEqual({
    code: 0,
    lines: [
      'people: 5 new, 0 changed, 0 gone, 0 as before',
      ...['Ada Example – Vale 1', 'Bda Example – Vale 2', 'Cda Example – Vale 3', 'Dda Example – Vale 4', 'Eda Example – Vale 5'].map(
        (who) => `  + ${who}`,
      ),
      'divisions: 5 new, 0 renamed',
      'ok   the lists are up to date with these files',
    ],
  })
  expect(next).toEqual({
    code: 0,
    lines: [
      'people: 1 new, 1 changed, 1 gone, 3 as before',
      '  + Fda Example – Vale 6',
      '  ~ Ada Example – Vale 1: party, contact',
      '  - Eda Example – Vale 5',
      'vacant: 1',
      '  · Vale 5 (House of Commons)',
      'divisions: 1 new, 0 renamed',
      'to be looked at: 1',
      expect.stringMatching(/^ {2}! next\.csv row 2: .*no address/),
      'ok   the lists are up to date with these files',
    ],
  })
})

test('an import of postcodes counts them', async () => {
  await importMembers('A')
  await importPostcodes([
    ['EX1 1AA', 'X1'],
    ['EX1 1AB', 'X1'],
  ])

  expect(
    await importPostcodes(
      [
        ['EX1 1AA', 'X1'],
        ['EX1 1AD', 'X1'],
      ],
      '--allow-vanishing',
    ),
  ).toEqual({
    code: 0,
    lines: ['postcodes: 1 new, 1 ended, 1 as before', 'ok   the lists are up to date with these files'],
  })
})

test('long lists are cut, but for who is gone', async () => {
  const many = (from: number) =>
    Array.from({ length: 40 }, (_, n) => ({ ...membersOf('A')[0], id: String(from + n), name: `Ex${from + n} Ample`, division: `X${n}` }))
  await run(['import', 'csv', written('a.csv', membersCsv(many(0))), ...memberOptions])

  const { lines } = await run(['import', 'csv', written('b.csv', membersCsv(many(100))), ...memberOptions, '--allow-vanishing'])

  expect(lines.filter((line) => line.startsWith('  + '))).toHaveLength(30)
  expect(lines).toContain('  … and 10 more')
  expect(lines.filter((line) => line.startsWith('  - '))).toHaveLength(40)
})

test('a try says what would change and that nothing was', async () => {
  const tried = await importMembers('A', '--dry-run')

  expect(tried).toEqual({
    code: 0,
    lines: [
      'people: 1 new, 0 changed, 0 gone, 0 as before',
      '  + Ada Example – Vale 1',
      'divisions: 1 new, 0 renamed',
      'A try: nothing was changed.',
    ],
  })
  expect((await run(['list'])).lines).toEqual([
    'note the site has no list of legislators yet: legislators update <preset>, or legislators import',
  ])
})

test('an import that is refused changes nothing and is no success; told otherwise, it is', async () => {
  await importMembers('ABCD')
  const before = await run(['list'])

  const refused = await importMembers('AB')
  const strict = await run([
    'import',
    'csv',
    written('strict.csv', membersCsv([{ ...membersOf('A')[0], phone: '?' }])),
    ...memberOptions,
    '--strict',
    '--partial',
  ])
  const after = await run(['list'])
  const told = await importMembers('AB', '--allow-vanishing')

  expect(refused.code).toBe(1)
  expect(refused.lines).toContain('  - Cda Example – Vale 3')
  expect(refused.lines.slice(-2)).toEqual([
    'BAD  2 of 4 people of this set would lose their seats, more than 20 %. If that is right, as after an election, add --allow-vanishing.',
    'Nothing was changed.',
  ])
  expect([strict.code, ...strict.lines.slice(-2)]).toEqual([1, 'BAD  --strict: 1 rows have faults.', 'Nothing was changed.'])
  expect(after).toEqual(before)
  expect(told.code).toBe(0)
})

test('a part of a list is taken as one', async () => {
  await importMembers('ABCD')

  const part = await importMembers('E', '--partial')

  expect(part.lines[0]).toBe('people: 1 new, 0 changed, 0 gone, 0 as before')
})

test('text in another encoding is read as told', async () => {
  const rows = membersCsv([{ ...membersOf('A')[0], name: 'Zoë Example' }])
  const path = written('members.csv', Buffer.from(rows, 'latin1'))

  const wrong = await run(['import', 'csv', path, ...memberOptions])
  const right = await run(['import', 'csv', path, ...memberOptions, '--encoding', 'iso-8859-1'])

  expect(wrong).toEqual({ code: 1, lines: [expect.stringMatching(/^BAD {2}members\.csv /), 'Nothing was changed.'] })
  expect(right.lines).toContain('  + Zoë Example – Vale 1')
})

test('a folder is read file by file, without those that are hidden', async () => {
  mkdirSync(join(folder, 'lists', 'more'), { recursive: true })
  written('lists/a.csv', membersCsv(membersOf('A')))
  written('lists/more/b.csv', membersCsv(membersOf('B')))
  written('lists/.hidden', 'no list')

  const { code, lines } = await run(['import', 'csv', join(folder, 'lists'), ...memberOptions])

  expect([code, lines[0]]).toEqual([0, 'people: 2 new, 0 changed, 0 gone, 0 as before'])
})

test.each<[string, () => string, RegExp]>([
  [
    'a path where nothing is',
    () => join(folder, 'none.csv'),
    /^BAD {2}There is no file or folder .*none\.csv\. Give a path, or an address/,
  ],
  ['an empty folder', () => mkdirSync(join(folder, 'empty'), { recursive: true }) ?? '', /^BAD {2}The folder .*empty has no files\.$/],
  ['a file of another shape', () => written('other.csv', 'a,b\n1,2\n'), /^BAD {2}other\.csv has no column id, name/],
  ['an address that is none', () => 'ftp://example.org/list.csv', /^BAD {2}ftp:\/\/example\.org\/list\.csv is not an address/],
])('of %s it is said what is wrong', async (_what, place, sentence) => {
  const { code, lines } = await run(['import', 'csv', place(), ...memberOptions])

  expect(code).toBe(1)
  expect(lines.slice(-2)).toEqual([expect.stringMatching(sentence), 'Nothing was changed.'])
})

test('an address of this machine is refused, and nothing of the try is left', async () => {
  const server = await startFileServer()
  server.at('/members.csv', membersCsv(membersOf('A')))
  const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('countersign-import-'))
  const before = leftovers()

  const { code, lines } = await run(['import', 'csv', `${server.url}/members.csv`, ...memberOptions])

  await server.close()
  expect(code).toBe(1)
  expect(lines).toEqual([
    `  fetching ${server.url}/members.csv`,
    'BAD  127.0.0.1 is an address of this machine or of a private network, from where nothing is fetched.',
    'Nothing was changed.',
  ])
  expect(server.requests).toHaveLength(0)
  expect(leftovers()).toEqual(before)
})

test('a site without lists says how to get one, and checks as not in order', async () => {
  const lines = ['note the site has no list of legislators yet: legislators update <preset>, or legislators import']

  expect(await run(['list'])).toEqual({ code: 0, lines })
  expect(await run(['check'])).toEqual({ code: 1, lines })
})

test('list says how each chamber stands, and check what is amiss', async () => {
  await importPostcodes([['EX1 1AA', 'E14999001']])
  const postcodesOnly = await run(['check'])
  const [ada] = membersOf('A')
  const rows = [
    { ...ada, division: 'E14999001' },
    { ...membersOf('B')[0], division: 'E14999002', email: '', ends: '2020-01-01' },
  ]
  await run(['import', 'csv', written('members.csv', membersCsv(rows)), ...memberOptions])

  const list = await run(['list'])
  const check = await run(['check'])

  const head = expect.stringMatching(/^GB UK Parliament, House of Commons \(uk-commons\): 2 people, 2 divisions, list of \d{4}-\d\d-\d\d$/)
  expect(postcodesOnly).toEqual({
    code: 1,
    lines: [
      'GB UK Parliament, House of Commons (uk-commons): 0 people, 1 divisions, list of no day',
      '  BAD  nobody is known of it: import its members',
    ],
  })
  expect(list).toEqual({ code: 0, lines: [head] })
  expect(check).toEqual({
    code: 1,
    lines: [
      head,
      '  BAD  1 terms are over by the list’s own dates: look who was elected, and import again',
      '  BAD  1 people have neither mail, form nor postal address',
      '  BAD  1 divisions have no postcode: nobody finds them by theirs',
    ],
  })
})

test('what is in order checks as that', async () => {
  await importMembers('A')
  await importPostcodes([['EX1 1AA', 'X1']])

  expect(await run(['check'])).toEqual({ code: 0, lines: [expect.stringContaining('1 people, 1 divisions'), '  ok'] })
})

test.each([['import', 'csv', 'members.csv', ...memberOptions], ['list'], ['check']])(
  '%s over a database without tables says what to do first',
  async (...args) => {
    const bare = await createBareDatabase()
    written('members.csv', membersCsv(membersOf('A')))

    const result = await run(args, bare.url)
    await bare.drop()

    expect(result).toEqual({ code: 1, lines: ['BAD  the tables are not made yet, or of an older version: run npm start once'] })
  },
)
