import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { campaign } from '../../server/cli/campaign.ts'
import { loadConfig } from '../../server/config.ts'
import type { Pack } from '../../server/features/campaigns/pack.ts'
import { bundledPack, readPack } from '../../server/features/campaigns/read-pack.ts'
import { writePack } from '../../server/features/campaigns/write-pack.ts'
import { aCampaign, aFact, anAsk, anEvent, anOffice, aPack, aPackPetition } from '../support/builders.ts'
import { settableClock } from '../support/clock.ts'
import type { TestDatabase } from '../support/database.ts'
import { createBareDatabase, createTestDatabase } from '../support/database.ts'
import { aTranslation } from '../support/translations.ts'

let database: TestDatabase
let folder: string
beforeEach(async () => {
  database = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'countersign-packs-'))
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the command over the test's database; answers its exit code and what it printed. */
async function run(args: string[], url = database.url): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const config = () => loadConfig({ DATA_DIR: join(folder, 'data'), DATABASE_URL: url })
  const code = await campaign(config, args, (line) => lines.push(line), settableClock())
  return { code, lines }
}

/** Runs it where there are no settings to load. */
async function runWithoutSettings(args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const config = () => {
    throw new Error('no settings are needed')
  }
  const code = await campaign(config, args, (line) => lines.push(line), settableClock())
  return { code, lines }
}

/** Writes a pack into a folder of its own. */
function written(name: string, pack: Pack): string {
  writePack(join(folder, name), pack)
  return join(folder, name)
}

function filesOf(place: string): Record<string, string> {
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(place, name), 'utf8')]))
}

/** A pack that uses all that packs can hold. */
const fullPack = (): Pack => {
  const pack = untranslatedPack()
  return { ...pack, translations: [aTranslation(pack)] }
}

const untranslatedPack = (): Pack => {
  const source = { title: 'A copy', publisher: 'An archive', url: 'https://example.org/copy' }
  const version = aPackPetition({ cites: ['fact-1', 'event-1'] }).versions.map((text) => ({
    ...text,
    closing: [{ text: 'An end.', cites: [] }],
  }))
  return aPack({
    campaign: aCampaign({
      changedSince: ['event-1'],
      counterViews: ['event-1'],
      topics: [
        { slug: 'topic', name: 'Topic' },
        { slug: 'other', name: 'Other “topic”' },
      ],
      pictures: [
        {
          id: 'picture-1',
          title: 'They differ',
          unit: 'people',
          caveat: 'Not summed.',
          bars: ['fact-1', 'fact-2'].map((fact) => ({ fact, label: 'A bar', value: 0.5, display: 'half' })),
        },
      ],
      laws: [{ event: 'event-1', country: null, part: null, measure: 'treaty', does: 'Binds.' }],
      support: [{ text: 'Call somebody.', url: null }],
      about: [{ heading: 'Who we are', paragraphs: ['We are.'] }],
      glossary: [{ term: 'A word', meaning: 'What it means.' }],
      letterRules: ['Be polite.'],
    }),
    facts: [
      aFact({ figure: { value: '10 to 12', unit: 'people', qualifier: 'about', upper: 12 }, caution: 'Careful.', note: 'An average.' }),
      aFact({
        id: 'fact-2',
        place: 'Nowhere',
        figure: { value: 3, unit: 'weeks', qualifier: null },
        externalCheck: 'Read.',
        topics: ['other', 'topic'],
        mustShowWith: ['fact-1'],
      }),
    ],
    inconsistencies: [
      { id: 'two-dates', issue: 'Two dates.', rule: 'Say both.', facts: ['fact-1'] },
      { id: 'two-names', issue: 'Two names.', rule: 'Say both.' },
    ],
    timeline: [
      anEvent({
        kind: 'law',
        status: 'in force',
        moreSources: [{ ...source, copyRead: source.url, isAdvocacy: true }],
        readerNote: 'A treaty.',
      }),
      anEvent({ id: 'event-2', verified: 'from memory', source: null, sourceLevel: null, factIds: ['fact-1'], note: 'Look it up.' }),
    ],
    asks: [
      anAsk({
        organizerChecks: [{ text: 'BLOCKING: read it.', ticked: { on: '2026-11-20', by: 'AB' } }],
        offices: ['office-2', 'office-1'],
        finders: [{ name: 'A list', url: 'https://example.org/' }],
      }),
      anAsk({
        id: 'ask-2',
        kind: 'petition',
        state: 'draft',
        petition: 'draft-petition',
        organizerChecks: [{ text: 'SAFETY: ask.', ticked: null }],
      }),
    ],
    offices: [
      anOffice({ form: 'https://example.org/form', source: { ...source, copyRead: 'https://example.org/stored' } }),
      anOffice({ id: 'office-2', place: 'international', postal: null }),
    ],
    corrections: [
      { item: 'fact-1', field: 'asOf', was: '2013', now: '2014', on: '2026-11-20', reason: 'It was wrong.' },
      { item: 'fact-9', field: 'display', was: 'Gone.', now: null, on: '2026-11-21', reason: 'It was not so.' },
    ],
    petitions: [
      aPackPetition({
        slug: 'closed-petition',
        state: 'closed',
        closesAt: '2026-11-20T12:34:56Z',
        countIntervalSeconds: 60,
        goals: [1, 2],
      }),
      aPackPetition({
        slug: 'draft-petition',
        state: 'draft',
        openedAt: null,
        officialSystem: { name: 'Petitions', url: 'https://example.org/' },
      }),
      aPackPetition({ versions: [1, 2].flatMap((n) => version.map((text) => ({ ...text, version: n }))) }),
    ],
  })
}

test('a pack comes out of a site as it went in, byte for byte, and goes in again', async () => {
  const original = written('original', fullPack())
  const [once, twice] = [join(folder, 'once'), join(folder, 'twice')]

  const imported = await run(['import', original])
  const exported = await run(['export', once])
  const importedAgain = await run(['import', once])
  await run(['export', twice])

  expect(imported).toEqual({
    code: 0,
    lines: [
      'facts: 2 new, 0 changed, 0 gone',
      '  + fact-1',
      '  + fact-2',
      'timeline: 2 new, 0 changed, 0 gone',
      '  + event-1',
      '  + event-2',
      'asks: 2 new, 0 changed, 0 gone',
      '  + ask-1',
      '  + ask-2',
      'offices: 2 new, 0 changed, 0 gone',
      '  + office-1',
      '  + office-2',
      'petitions: 3 new, 0 changed, 0 gone',
      '  + closed-petition',
      '  + draft-petition',
      '  + test-petition',
      'translations: 1 new, 0 changed, 0 gone',
      '  + de',
      'note asks.json: ask-2: stays a draft until this is ticked: "SAFETY: ask."',
      `The campaign is now as in ${original}. Pages show it within seconds.`,
    ],
  })
  expect(exported).toEqual({
    code: 0,
    lines: [`ok   written to ${once}: 2 facts, 2 events, 2 asks, 2 offices, 3 petitions, 1 translations`],
  })
  expect(importedAgain).toEqual({
    code: 0,
    lines: [
      ...['facts', 'timeline', 'asks', 'offices', 'petitions', 'translations'].map((what) => `${what}: 0 new, 0 changed, 0 gone`),
      'note asks.json: ask-2: stays a draft until this is ticked: "SAFETY: ask."',
      `The campaign is now as in ${once}. Pages show it within seconds.`,
    ],
  })
  expect(Object.keys(filesOf(original))).toHaveLength(10)
  expect(filesOf(once)).toEqual(filesOf(original))
  expect(filesOf(twice)).toEqual(filesOf(original))
})

test('a try says what would change and that nothing was', async () => {
  await run(['import', written('first', aPack())])
  const next = written(
    'next',
    aPack({ facts: [aFact({ sourceText: 'P2' }), aFact({ id: 'fact-2' })], timeline: [anEvent({ note: 'Read again.' })] }),
  )

  const tried = await run(['import', next, '--dry-run'])
  await run(['export', join(folder, 'after')])

  expect(tried).toEqual({
    code: 0,
    lines: [
      'facts: 1 new, 1 changed, 0 gone',
      '  + fact-2',
      '  ~ fact-1',
      'timeline: 0 new, 1 changed, 0 gone',
      '  ~ event-1',
      'asks: 0 new, 0 changed, 0 gone',
      'offices: 0 new, 0 changed, 0 gone',
      'petitions: 0 new, 0 changed, 0 gone',
      'translations: 0 new, 0 changed, 0 gone',
      'A try: nothing was changed.',
    ],
  })
  expect(filesOf(join(folder, 'after'))).toEqual(filesOf(join(folder, 'first')))
})

test('what the site refuses is said with each fault, and nothing was changed', async () => {
  await run(['import', written('first', aPack())])
  const next = written('next', aPack({ timeline: [] }))

  const refused = await run(['import', next])
  await run(['export', join(folder, 'after')])

  expect(refused.code).toBe(1)
  expect(refused.lines).toContain('  - event-1')
  expect(refused.lines.filter((line) => line.startsWith('BAD  corrections.json: "event-1" is published and its '))).toHaveLength(2)
  expect(refused.lines.at(-1)).toBe('Nothing was changed.')
  expect(filesOf(join(folder, 'after'))).toEqual(filesOf(join(folder, 'first')))
})

test('a pack with a fault is not imported', async () => {
  const refused = await run(['import', written('broken', aPack({ facts: [aFact({ topics: ['topic', 'other'] })] }))])
  const exported = await run(['export', join(folder, 'after')])

  expect(refused).toEqual({
    code: 1,
    lines: ['BAD  campaign.json: topics: "other" is used by facts and has no name; add one', 'Nothing was changed.'],
  })
  expect(exported).toEqual({ code: 1, lines: ['BAD  this site has no campaign yet: npm start loads the bundled one'] })
})

test('an import passes on what organizers should know', async () => {
  const points = [...anAsk().talkingPoints, { text: 'Hearsay.', cites: ['second-hand'] }]
  const timeline = [anEvent(), anEvent({ id: 'second-hand', sourceLevel: 'secondary' })]

  const imported = await run(['import', written('first', aPack({ timeline, asks: [anAsk({ talkingPoints: points })] }))])

  expect(imported.code).toBe(0)
  expect(imported.lines).toContain('note asks.json: ask-1: needs a primary source, so no letter offers it: "Hearsay."')
})

test.each(['import', 'export'])('%s over a database without tables says what to do first', async (action) => {
  const bare = await createBareDatabase()

  const result = await run([action, written('first', aPack())], bare.url)
  await bare.drop()

  expect(result).toEqual({ code: 1, lines: ['BAD  the tables are not made yet, or of an older version: run npm start once'] })
})

test('the bundled pack is checked without settings or database, and is all right', async () => {
  const { code, lines } = await runWithoutSettings(['check', bundledPack])

  const { facts, timeline, asks, offices, petitions } = readPack(bundledPack)
  expect(code).toBe(0)
  expect(lines.filter((line) => !line.startsWith('note asks.json: '))).toEqual([
    `ok   ${facts.length} facts, ${timeline.length} events, ${asks.length} asks, ${offices.length} offices, ${petitions.length} petitions, 0 translations`,
  ])
})

test.each<[string, Pack, string[]]>([
  [
    'breaks rules',
    aPack({ facts: [aFact({ confidence: 'enacted' })], petitions: [aPackPetition({ state: 'draft' })] }),
    [
      'BAD  facts.json: fact-1: only a law is enacted, and this is of kind event; make its confidence "reported"',
      'BAD  campaign.json: leadPetition: "test-petition" is a draft; open it or name another',
    ],
  ],
  [
    'has a fault and something to know',
    aPack({
      asks: [anAsk({ state: 'draft', kind: 'petition', talkingPoints: [{ text: 'Hearsay.', cites: ['event-1'] }] })],
      timeline: [anEvent({ sourceLevel: 'secondary' })],
    }),
    [
      'BAD  asks.json: ask-1: is a petition; name the petition’s slug',
      'note asks.json: ask-1: needs a primary source, so no letter offers it: "Hearsay."',
    ],
  ],
  [
    'has offices that were looked up long ago, or on a day to come',
    aPack({
      offices: [anOffice({ checkedOn: '2026-11-25' }), anOffice({ id: 'office-2', checkedOn: '2025-11-22' })],
      asks: [anAsk({ offices: ['office-1', 'office-2'] })],
    }),
    [
      'BAD  offices.json: office-1: has checkedOn 2026-11-25, which is to come; write the day on which it was looked up',
      'note offices.json: office-2: was checked on 2025-11-22, more than 365 days ago; look it up again and set checkedOn',
    ],
  ],
])('a pack that %s is checked without settings or database, and each fault is said', async (_what, pack, lines) => {
  expect(await runWithoutSettings(['check', written('broken', pack)])).toEqual({ code: 1, lines })
})

test('a folder that is no pack is not all right', async () => {
  mkdirSync(join(folder, 'other'))
  writeFileSync(join(folder, 'other', 'facts.json'), '[')

  const { code, lines } = await runWithoutSettings(['check', join(folder, 'other')])

  expect(code).toBe(1)
  expect(lines).toHaveLength(6)
  expect(lines).toEqual(lines.map(() => expect.stringMatching(/^BAD {2}[a-z]+\.json: /)))
})

test.each<[string, string[]]>([
  ['nothing', []],
  ['no folder', ['check']],
  ['an empty folder', ['check', '']],
  ['two folders', ['check', 'a', 'b']],
  ['an action that there is not', ['publish', 'a']],
  ['an option that there is not', ['import', 'a', '--force']],
  ['an option with a value', ['import', 'a', '--dry-run=yes']],
  ['a try without a folder', ['import', '--dry-run']],
  ['a try to check', ['check', 'a', '--dry-run']],
  ['a try to export', ['export', 'a', '--dry-run']],
])('a command with %s is answered with the usage', async (_what, args) => {
  const { code, lines } = await runWithoutSettings(args)

  expect(code).toBe(2)
  expect(lines[0]).toBe('Usage: npm run cli -- campaign check <folder> | campaign import <folder> [--dry-run] | campaign export <folder>')
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^ {2}check /),
    expect.stringMatching(/^ {2}import /),
    expect.stringMatching(/^ {2}export /),
  ])
})
