import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Pack, PackAsk } from '../../../../server/features/campaigns/pack.ts'
import type { PackOffice } from '../../../../server/features/campaigns/pack-office.ts'
import { bundledPack, checkPack, readPack } from '../../../../server/features/campaigns/read-pack.ts'
import { packFaults, packWarnings } from '../../../../server/features/campaigns/rules.ts'
import { writePack } from '../../../../server/features/campaigns/write-pack.ts'
import { anAsk, anOffice, aPack } from '../../../support/builders.ts'

const noon = new Date('2026-11-24T12:00:00Z')

/** A pack whose one ask goes to its one office. */
const reaching = (office: Partial<PackOffice> = {}, ask: Partial<PackAsk> = {}): Pack =>
  aPack({ offices: [anOffice(office)], asks: [anAsk({ offices: ['office-1'], ...ask })] })

test.each<[string, Pack]>([
  ['an office with all that it may have', reaching({ form: 'https://example.org/form' })],
  ['an office that can only be written to by post', reaching({ email: null })],
  ['an office that can only be written to by e-mail', reaching({ postal: null })],
  ['an office that can only be written to through its form', reaching({ postal: null, email: null, form: 'https://example.org/form' })],
  ['an office that was checked today', reaching({ checkedOn: '2026-11-24' })],
  ['an office of a place between states', reaching({ place: 'international' })],
  [
    'an office that several asks go to',
    aPack({ offices: [anOffice()], asks: [1, 2].map((n) => anAsk({ id: `ask-${n}`, offices: ['office-1'] })) }),
  ],
  ['a letter to an office', reaching({}, { kind: 'institution' })],
  ['a letter to who represents one, without an office', aPack({ asks: [anAsk()] })],
  ['a draft of a letter to an office, without one', aPack({ asks: [anAsk({ kind: 'institution', state: 'draft' })] })],
  ['a letter to an office without a form, without one', aPack({ asks: [anAsk({ kind: 'institution', hasForm: false })] })],
])('a pack with %s is sound, and nothing is to be known of it', (_what, pack) => {
  expect(packFaults(pack, noon)).toEqual([])
  expect(packWarnings(pack, noon)).toEqual([])
})

test.each<[string, Pack, string]>([
  [
    'an ask goes to an office that is not there',
    aPack({ asks: [anAsk({ offices: ['office-9'] })] }),
    'asks.json: ask-1: goes to "office-9", which is not in offices.json; correct the id or add it',
  ],
  [
    'an ask goes to an office twice',
    reaching({}, { offices: ['office-1', 'office-1'] }),
    'asks.json: ask-1: goes to "office-1" twice; take one away',
  ],
  [
    'an open letter to an office names none',
    aPack({ asks: [anAsk({ kind: 'institution' })] }),
    'asks.json: ask-1: is an open letter to an office and names none; name one of offices.json, set hasForm to false, or make it a draft',
  ],
  [
    'an office stands twice',
    aPack({ offices: [anOffice(), anOffice()], asks: [anAsk({ offices: ['office-1'] })] }),
    'offices.json: the id "office-1" stands twice; give one of them another',
  ],
  [
    'an office cannot be reached',
    reaching({ postal: null, email: null }),
    'offices.json: office-1: has no postal address, no e-mail address and no form; add what its body publishes, or take it out',
  ],
  [
    'an office was checked on a day to come',
    reaching({ checkedOn: '2026-11-26' }),
    'offices.json: office-1: has checkedOn 2026-11-26, which is to come; write the day on which it was looked up',
  ],
])('when %s, the fault says where and what mends it', (_what, pack, fault) => {
  expect(packFaults(pack, noon)).toEqual([fault])
})

test('a day has come as soon as it has come anywhere', () => {
  const tomorrow = reaching({ checkedOn: '2026-11-25' })

  expect(packFaults(tomorrow, new Date('2026-11-24T10:00:00Z'))).toEqual([])
  expect(packFaults(tomorrow, new Date('2026-11-24T09:59:59Z'))).toEqual([expect.stringContaining('which is to come')])
})

test('where nobody looks at the clock, no day is to come and none is long ago', () => {
  const packs = ['2000-01-01', '2100-01-01'].map((checkedOn) => reaching({ checkedOn }))

  expect(packs.flatMap((pack) => [...packFaults(pack), ...packWarnings(pack)])).toEqual([])
})

test('an office that was looked up more than 365 days ago is to be looked up again', () => {
  expect(packWarnings(reaching({ checkedOn: '2025-11-24' }), noon)).toEqual([])
  expect(packWarnings(reaching({ checkedOn: '2025-11-23' }), noon)).toEqual([
    'offices.json: office-1: was checked on 2025-11-23, more than 365 days ago; look it up again and set checkedOn',
  ])
})

test('an office that no ask goes to is known to organizers', () => {
  expect(packWarnings(aPack({ offices: [anOffice()], asks: [anAsk()] }), noon)).toEqual([
    'offices.json: office-1: no ask goes to it; name it in the offices of one, or take it out',
  ])
})

describe('the file of the offices', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-offices-'))
    writePack(folder, reaching({ form: 'https://example.org/form' }))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** What is wrong once one field of the office is set, or taken out. */
  function faultsWith(field: string, value: unknown): string[] {
    const path = join(folder, 'offices.json')
    const { offices } = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ offices: [{ ...offices[0], [field]: value }] }))
    return checkPack(folder, noon).faults
  }

  const source = anOffice().source
  const address = 'must be a whole address that begins with https://; write it so'
  const oneAddress = 'must be one address and nothing else, as office@example.org; correct it or set it to null'
  const oneLine = 'must be one line without spaces around it; take out what is too much'
  test.each<[string, unknown, string]>([
    ['id', 'Office 1', 'Office 1: /offices/0/id: must be small letters, digits and single hyphens; write it so'],
    ['source', undefined, 'office-1: /offices/0/source: is missing; add it, as object'],
    ['source', null, 'office-1: /offices/0/source: is of the wrong type; make it object'],
    ['source', { ...source, url: 'http://example.org/' }, `office-1: /offices/0/source/url: ${address}`],
    ['source', { ...source, url: 'https://exa mple.org/' }, `office-1: /offices/0/source/url: ${address}`],
    ['source', { ...source, copyRead: 'http://example.org/' }, `office-1: /offices/0/source/copyRead: ${address}`],
    ['source', { ...source, title: '' }, `office-1: /offices/0/source/title: ${oneLine}`],
    ['source', { ...source, isAdvocacy: true }, 'office-1: /offices/0/source: has "isAdvocacy", which is not known here; take it out'],
    ['checkedOn', undefined, 'office-1: /offices/0/checkedOn: is missing; add it, as string'],
    ['checkedOn', '24 November 2026', 'office-1: /offices/0/checkedOn: has not the right form; write a day as 2026-11-24'],
    ['checkedOn', '2026-02-30', 'office-1: /offices/0/checkedOn: has not the right form; write a day as 2026-11-24'],
    ['form', 'http://example.org/form', `office-1: /offices/0/form: ${address}`],
    ['form', 'javascript:alert(1)', `office-1: /offices/0/form: ${address}`],
    ['form', 'example.org', `office-1: /offices/0/form: ${address}`],
    ['form', undefined, 'office-1: /offices/0/form: is missing; add it, as string'],
    ['email', 'a@example.org, b@example.org', `office-1: /offices/0/email: ${oneAddress}`],
    ['email', 'Minister <a@example.org>', `office-1: /offices/0/email: ${oneAddress}`],
    ['email', 'a@example.org?bcc=b@example.org', `office-1: /offices/0/email: ${oneAddress}`],
    ['email', 'mailto:a@example.org', `office-1: /offices/0/email: ${oneAddress}`],
    ['email', 'a@localhost', `office-1: /offices/0/email: ${oneAddress}`],
    ['email', '', `office-1: /offices/0/email: ${oneAddress}`],
    ['postal', [], 'office-1: /offices/0/postal: is too short or too small; the least is 1'],
    ['postal', ['1 Test Street\nTesttown'], `office-1: /offices/0/postal/0: ${oneLine}`],
    ['postal', [' 1 Test Street'], `office-1: /offices/0/postal/0: ${oneLine}`],
    ['place', 'gb', 'office-1: /offices/0/place: must be a country’s two capital letters, or "international"; correct it'],
    ['holder', 'Somebody', 'office-1: /offices/0: has "holder", which is not known here; take it out'],
  ])('when %s is %j, says so', (field, value, fault) => {
    expect(faultsWith(field, value)).toEqual([`offices.json: ${fault}`])
  })

  test('is missing from a pack of the format before this one, and so are the offices of its asks', () => {
    rmSync(join(folder, 'offices.json'))
    const path = join(folder, 'asks.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"offices": \[[^\]]*\],/, ''))

    expect(checkPack(folder).faults).toEqual([
      'asks.json: ask-1: /asks/0/offices: is missing; add it, as array',
      `offices.json: is not in the folder ${folder}; every pack of format 4 has it`,
    ])
  })
})

describe('the bundled pack', () => {
  const { offices, asks } = readPack(bundledPack)

  test('has no office that no ask goes to, and none of its open letters to an office lacks one', () => {
    const letters = asks.filter(({ kind, state }) => kind === 'institution' && state === 'open')

    expect(offices.filter(({ id }) => !asks.some((ask) => ask.offices.includes(id)))).toEqual([])
    expect(letters.length).toBeGreaterThan(3)
    expect(letters.filter((ask) => ask.offices.length === 0)).toEqual([])
  })
})
