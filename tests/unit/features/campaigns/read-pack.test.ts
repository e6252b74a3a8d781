import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Pack } from '../../../../server/features/campaigns/pack.ts'
import { bundledPack, checkPack, readPack } from '../../../../server/features/campaigns/read-pack.ts'
import { writePack } from '../../../../server/features/campaigns/write-pack.ts'
import { aCampaign, aFact, anAsk, anEvent, aPack, aPackPetition, aText } from '../../../support/builders.ts'
import { aTranslation } from '../../../support/translations.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-pack-'))
  writePack(folder, aPack({ asks: [anAsk()] }))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const files = [
  'campaign.json',
  'facts.json',
  'timeline.json',
  'asks.json',
  'offices.json',
  'corrections.json',
  'petitions/test-petition.json',
]

/** Changes a file of the pack as an editor would. */
function edit(file: string, change: (text: string) => string | Buffer): void {
  const path = join(folder, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

test('a pack as it is written is read again, without fault or warning', () => {
  const read = checkPack(folder)

  expect(read).toEqual({ pack: aPack({ asks: [anAsk()] }), faults: [], warnings: [] })
  expect(readPack(folder)).toEqual(read.pack)
})

test('petitions are read in the order of their names', () => {
  writePack(folder, aPack({ petitions: [aPackPetition(), aPackPetition({ slug: 'a-second' })] }))

  expect(readPack(folder).petitions.map(({ slug }) => slug)).toEqual(['a-second', 'test-petition'])
})

test('translations are read in the order of their languages, and a pack needs none', () => {
  const pack = aPack({ asks: [anAsk()] })
  writePack(folder, { ...pack, translations: [aTranslation(pack, { locale: 'fr' }), aTranslation(pack)] })

  expect(readPack(folder).translations.map(({ locale }) => locale)).toEqual(['de', 'fr'])
})

test('a translation has the name of its language, which is not English', () => {
  const pack = aPack()
  writePack(folder, { ...pack, translations: [aTranslation(pack)] })
  renameSync(join(folder, 'translations/de.json'), join(folder, 'translations/fr.json'))
  const misnamed = checkPack(folder).faults
  edit('translations/fr.json', (text) => text.replace('"locale": "de"', '"locale": "en"'))

  expect(misnamed).toEqual(['translations/fr.json: holds "de"; name the file de.json'])
  expect(checkPack(folder).faults).toEqual(['translations/fr.json: /locale: must be two small letters and not "en"; correct it'])
})

test.each(files)('%s must be UTF-8', (file) => {
  edit(file, (text) => Buffer.from(text.replace('"', '"\u00e9'), 'latin1'))

  const { pack, faults } = checkPack(folder)

  expect(pack).toBeNull()
  expect(faults).toEqual([`${file}: is not UTF-8; save it in that encoding`])
})

test.each(files)('%s must be JSON', (file) => {
  edit(file, (text) => text.slice(0, -3))

  const { pack, faults } = checkPack(folder)

  expect(pack).toBeNull()
  expect(faults).toEqual([expect.stringMatching(new RegExp(`^${file}: is not JSON; correct it \\(.+\\)$`))])
})

test.each(files)('%s must not begin with a byte order mark', (file) => {
  edit(file, (text) => `\ufeff${text}`)

  const { pack, faults } = checkPack(folder)

  expect(pack).toBeNull()
  expect(faults).toEqual([`${file}: begins with a byte order mark; save it without`])
})

test.each(files)('%s must be a file that can be read', (file) => {
  rmSync(join(folder, file))
  mkdirSync(join(folder, file))

  const { pack, faults } = checkPack(folder)

  expect(pack).toBeNull()
  expect(faults).toEqual([`${file}: cannot be read (EISDIR); make it a file that this user may read`])
})

test.each(files.slice(0, 6))('%s must be there', (file) => {
  rmSync(join(folder, file))

  const { pack, faults } = checkPack(folder)

  expect(pack).toBeNull()
  expect(faults).toEqual([`${file}: is not in the folder ${folder}; every pack of format 4 has it`])
})

test('a folder that is no pack lacks every file', () => {
  const { pack, faults } = checkPack(join(folder, 'petitions'))

  expect(pack).toBeNull()
  expect(faults).toHaveLength(6)
})

test('a pack without petitions is read, and its campaign names one that is not there', () => {
  rmSync(join(folder, 'petitions'), { recursive: true })

  expect(checkPack(folder).faults).toEqual(['campaign.json: leadPetition: "test-petition" is not in the pack; name one of its petitions'])
})

test.each<[string, string, string, string]>([
  ['campaign.json', '"format": 4', '"format": 3', 'campaign.json: /format: must be one of 4; correct it'],
  ['campaign.json', '"title"', '"colour": "red",\n  "title"', 'campaign.json: /: has "colour", which is not known here; take it out'],
  [
    'facts.json',
    '"claim"',
    '"colour": "red",\n      "claim"',
    'facts.json: fact-1: /facts/0: has "colour", which is not known here; take it out',
  ],
  [
    'facts.json',
    '"kind": "event"',
    '"kind": "rumour"',
    'facts.json: fact-1: /facts/0/kind: must be one of allegation, call, denial, event, figure, law, response, testimony; correct it',
  ],
  ['facts.json', '"place": null', '"place": 7', 'facts.json: fact-1: /facts/0/place: is of the wrong type; make it string'],
  ['timeline.json', '"role": null,', '', 'timeline.json: event-1: /items/0/role: is missing; add it, as string'],
  [
    'asks.json',
    '"cites": [',
    '"by": "me",\n          "cites": [',
    'asks.json: ask-1: /asks/0/talkingPoints/0: has "by", which is not known here; take it out',
  ],
  [
    'corrections.json',
    '"corrections"',
    '"more": 1,\n  "corrections"',
    'corrections.json: /: has "more", which is not known here; take it out',
  ],
  [
    'petitions/test-petition.json',
    '2026-11-01T00:00:00Z',
    '2026-11-01',
    'petitions/test-petition.json: /openedAt: must be a moment that there is, in whole seconds of UTC; write it as 2026-11-24T00:00:00Z',
  ],
  [
    'petitions/test-petition.json',
    '2026-11-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    'petitions/test-petition.json: /openedAt: must be a moment that there is, in whole seconds of UTC; write it as 2026-11-24T00:00:00Z',
  ],
  [
    'petitions/test-petition.json',
    '"version": 1',
    '"version": 0',
    'petitions/test-petition.json: /versions/0/version: is too short or too small; the least is 0',
  ],
])('in %s, %s must not be %s', (file, right, wrong, fault) => {
  edit(file, (text) => text.replace(right, wrong))

  const { pack, faults } = checkPack(folder)

  expect(pack).toBeNull()
  expect(faults).toEqual([fault])
})

test.each<[string, string, string]>([
  ['campaign.json', '"slug": "test-campaign"', '"slug": "Test campaign"'],
  ['campaign.json', '"checkedOn": "2026-11-01"', '"checkedOn": "1 November"'],
  ['campaign.json', '"url": "https://example.org/article"', '"url": "example.org"'],
  ['timeline.json', '"verified": true', '"verified": "perhaps"'],
  ['facts.json', '"figure": null', '"figure": { "value": true, "unit": "", "qualifier": null }'],
])('in %s, the fault of %s as %s says what mends it', (file, right, wrong) => {
  edit(file, (text) => text.replace(right, wrong))

  const { pack, faults } = checkPack(folder)

  expect(pack).toBeNull()
  expect(faults).toEqual([expect.not.stringContaining('Invalid')])
})

test('what is longer than it may be is told the most', () => {
  edit('petitions/test-petition.json', (text) => text.replace('Test request to a test office', 'x'.repeat(151)))

  expect(checkPack(folder).faults).toEqual(['petitions/test-petition.json: /versions/0/title: is too long or too large; the most is 150'])
})

const openings = ['2026-02-30T00:00:00Z', '2026-11-31T00:00:00Z', '2026-02-29T12:00:00Z', '2026-11-01T24:00:00Z', '2026-11-01T00:60:00Z']
test.each(openings)('there is no moment %s', (wrong) => {
  edit('petitions/test-petition.json', (text) => text.replace('2026-11-01T00:00:00Z', wrong))

  expect(checkPack(folder).faults).toEqual([
    'petitions/test-petition.json: /openedAt: must be a moment that there is, in whole seconds of UTC; write it as 2026-11-24T00:00:00Z',
  ])
})

test('29 February of a leap year is a moment', () => {
  edit('petitions/test-petition.json', (text) => text.replace('2026-11-01T00:00:00Z', '2024-02-29T23:59:59Z'))

  expect(checkPack(folder).faults).toEqual([])
})

/** A pack with these words in one place. */
const places: [string, (words: string) => Partial<Pack>][] = [
  ['a claim', (claim) => ({ facts: [aFact({ claim })] })],
  ['a note', (note) => ({ facts: [aFact({ note })] })],
  ['a caution', (caution) => ({ facts: [aFact({ caution, note: 'An average.' })] })],
  ['an event', (what) => ({ timeline: [anEvent({ what })] })],
  ['a point', (text) => ({ asks: [anAsk({ talkingPoints: [...anAsk().talkingPoints, { text, cites: ['fact-1'] }] })] })],
  ['a summary', (summary) => ({ campaign: aCampaign({ summary }) })],
  ['the position', (statement) => ({ campaign: aCampaign({ position: { ...aCampaign().position, statement } }) })],
  [
    'the reason of a correction',
    (reason) => ({ corrections: [{ item: 'fact-1', field: 'asOf', was: '2013', now: '2014', on: '2026-11-20', reason }] }),
  ],
  ['a request', (request) => ({ petitions: [withText({ requests: [request] })] })],
  ['a paragraph', (text) => ({ petitions: [withText({ background: [{ text, cites: [] }] })] })],
  ['the title of a petition', (title) => ({ petitions: [withText({ title })] })],
  ['the summary of a petition', (summary) => ({ petitions: [withText({ summary })] })],
]
function withText(given: Parameters<typeof aText>[0]) {
  return aPackPetition({ versions: [{ version: 1, publishedAt: '2026-11-01T00:00:00Z', ...aText(given) }] })
}

const stray = ['\0', '\x07', '\x1b', '\x7f', '\r', '\ud800', '\udc00']
test.each(places)('in %s, no character may stand that a database or a page cannot hold', (_place, saying) => {
  const passed = stray.filter((character) => {
    writeAsIs(aPack(saying(`A${character}B`)))
    const { pack, faults } = checkPack(folder)
    return pack !== null || !faults.some((fault) => fault.endsWith(': holds a character that is none; take it out'))
  })

  expect(passed).toEqual([])
})

test.each(places)('%s may hold letters of all scripts, line ends and tabs', (_place, saying) => {
  writeAsIs(aPack(saying('“Á” \ud83d\ude00 \u5e9a\tא\nB')))

  expect(checkPack(folder).faults).toEqual([])
})

/** Writes a pack without looking at it. */
function writeAsIs({ campaign, facts, inconsistencies, timeline, asks, offices, corrections, petitions }: Pack): void {
  const contents = {
    campaign,
    facts: { facts, inconsistencies },
    timeline: { items: timeline },
    asks: { asks },
    offices: { offices },
    corrections: { corrections },
  }
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, `${name}.json`), JSON.stringify(content, null, 2))
  for (const petition of petitions) writeFileSync(join(folder, 'petitions', `${petition.slug}.json`), JSON.stringify(petition, null, 2))
}

test('a petition stands in a file of its name', () => {
  renameSync(join(folder, 'petitions/test-petition.json'), join(folder, 'petitions/other.json'))

  expect(checkPack(folder).faults).toEqual(['petitions/other.json: holds "test-petition"; name the file test-petition.json'])
})

test.each<[string, (text: string) => string]>([
  ['is indented otherwise', (text) => JSON.stringify(JSON.parse(text), null, 4)],
  ['has no line end', (text) => text.trimEnd()],
  ['has the line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
  [
    'has its keys in another order',
    (text) => `${JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()), null, 2)}\n`,
  ],
  ['spells a letter by its number', (text) => text.replace('something', '\\u0073omething')],
])('a file that %s is read, with a warning', (_what, change) => {
  edit('facts.json', change)

  const { pack, faults, warnings } = checkPack(folder)

  expect(pack).toEqual(aPack({ asks: [anAsk()] }))
  expect(faults).toEqual([])
  expect(warnings).toEqual(['facts.json: is not in canonical form; campaign export writes it so'])
})

test('what was read from other forms is written in the canonical one', () => {
  const before = readFileSync(join(folder, 'facts.json'), 'utf8')
  edit('facts.json', (text) => JSON.stringify(JSON.parse(text)))

  writePack(folder, readPack(folder))

  expect(readFileSync(join(folder, 'facts.json'), 'utf8')).toBe(before)
})

test('a pack that needs correcting is not read, and the error lists all that is wrong', () => {
  writePack(folder, aPack({ facts: [aFact({ topics: ['other'] })] }))

  expect(() => readPack(folder)).toThrow(
    /^the campaign pack countersign-pack-\w+ needs correcting:\n {2}campaign\.json: topics: "other" is used by facts and has no name; add one\n {2}campaign\.json: topics: "topic" is used by no fact; take it out$/,
  )
})

test('the bundled pack has no fault, every file of it is canonical, and each point that no letter offers is known', () => {
  const { faults, warnings } = checkPack(bundledPack)

  expect(faults).toEqual([])
  expect(
    warnings.filter((warning) => !/needs a primary source, so no letter offers it|stays a draft until this is ticked/.test(warning)),
  ).toEqual([])
  expect(readdirSync(bundledPack).sort()).toEqual([...files.slice(0, 6), 'petitions'].sort())
})
