import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { congressLegislators } from '../../../../../server/features/legislators/formats/congress-legislators.ts'
import type { FormatOptions, ImportRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const fixture = (file: string) => fixtureOf('congress-legislators', file)
const people = fixture('legislators-current.json')
const offices = fixture('legislators-district-offices.json')

const read = (content: string | Uint8Array, options?: Partial<FormatOptions>) =>
  readRecords(congressLegislators, { list: content }, options)
const refusal = (content: string | Uint8Array) =>
  read(content).then(
    () => 'was read',
    (error: unknown) => (error instanceof UnreadableFile ? error.message : error),
  )
const peopleOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'legislator' ? [it] : []))
const divisionsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'division' ? [it] : []))
const faultsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'fault' ? [`${it.at}: ${it.reason}`] : []))
const withoutAddresses = (records: ImportRecord[]) => records.map((it) => ({ ...it, channels: [], website: null }))
const personOf = async (bioguide: string) => peopleOf(await read(people)).find(({ ids }) => ids[0].value === bioguide)

const term = { type: 'rep', start: '2025-01-03', end: '2027-01-03', state: 'CA', district: 12, party: 'Democrat' }
const person = (change: object, last: object = {}) =>
  JSON.stringify([{ id: { bioguide: 'E000001' }, name: { first: 'Ada', last: 'Example' }, terms: [{ ...term, ...last }], ...change }])

describe('members', () => {
  test('a senator has the seat of the last term, whatever earlier terms were', async () => {
    const records = await read(people)

    expect(records.slice(0, 2)).toEqual([
      { kind: 'division', key: 'us-state:WA', chamber: 'us-senate', name: 'Washington', country: 'US' },
      {
        kind: 'legislator',
        at: 'list record 1',
        ids: [
          { scheme: 'bioguide', value: 'E000001' },
          { scheme: 'govtrack', value: '900001' },
          { scheme: 'wikidata', value: 'Q900000001' },
        ],
        chamber: 'us-senate',
        division: { key: 'us-state:WA' },
        name: 'Ada Example',
        givenName: 'Ada',
        familyName: 'Example',
        party: 'Democrat',
        website: 'https://www.example.senate.example.org',
        startsOn: '2025-01-03',
        endsOn: '2031-01-03',
        seatLabel: 'class-1',
        channels: [
          { kind: 'web-form', value: 'https://www.example.senate.example.org/contact' },
          { kind: 'phone', value: '202-555-0101' },
          { kind: 'postal', value: '511 Example Senate Office Building Washington DC 20510' },
        ],
      },
    ])
  })

  test('a representative stands in a district of one Congress, within a state, and has an office code', async () => {
    const records = await read(people)

    expect(divisionsOf(records)).toContainEqual({
      kind: 'division',
      key: 'us-cd:119:CA-12',
      chamber: 'us-house',
      name: 'California, district 12',
      country: 'US',
      parent: 'us-state:CA',
      validFrom: '2025-01-03',
      validTo: '2027-01-03',
    })
    expect((await personOf('S000002'))?.channels.at(-1)).toEqual({ kind: 'cwc', value: 'HCA12' })
  })

  test('without an official name it is made of first and last name and suffix, not of the nickname', async () => {
    expect(await personOf('S000002')).toMatchObject({ name: 'Bernard Sample Jr.', givenName: 'Bernard', familyName: 'Sample' })
    expect(await personOf('P000005')).toMatchObject({ name: 'Eve Pattern', channels: [{ kind: 'cwc', value: 'HCA01' }] })
  })

  test('district 0 is at large, or a delegate’s who has no senators', async () => {
    const records = await read(people)

    expect(divisionsOf(records).filter(({ key }) => key.includes('DC') || key.includes('WY'))).toEqual([
      expect.objectContaining({ key: 'us-state:DC', seats: 0 }),
      expect.objectContaining({ key: 'us-cd:119:DC-0', name: 'District of Columbia, at large', parent: 'us-state:DC' }),
      expect.not.objectContaining({ seats: 0 }),
      expect.objectContaining({ key: 'us-cd:119:WY-0' }),
    ])
    expect((await personOf('S000003'))?.channels.at(-1)).toEqual({ kind: 'cwc', value: 'HDC00' })
    expect((await personOf('T000006'))?.channels.at(-1)).toEqual({ kind: 'cwc', value: 'HWY00' })
  })

  test('someone whose term has ended is there all the same, with the day', async () => {
    expect(await personOf('M000004')).toMatchObject({ endsOn: '2026-11-03', seatLabel: 'class-3' })
  })

  test('each division comes once, before the first who sits there', async () => {
    const keys = divisionsOf(await read(people)).map(({ key }) => key)

    expect(keys).toHaveLength(new Set(keys).size)
    expect(keys.indexOf('us-state:CA')).toBeLessThan(keys.indexOf('us-cd:119:CA-12'))
  })

  test.each([
    ['2025-01-03', 'us-cd:119:CA-12', '2025-01-03'],
    ['2025-01-02', 'us-cd:118:CA-12', '2023-01-03'],
    ['2026-06-10', 'us-cd:119:CA-12', '2025-01-03'],
    ['2027-01-03', 'us-cd:120:CA-12', '2027-01-03'],
  ])('a term that began on %s is of the Congress of that day', async (start, key, validFrom) => {
    const records = await read(person({}, { start }))

    expect(divisionsOf(records)[1]).toMatchObject({ key, validFrom })
  })

  test('the setting congress decides, and must be one', async () => {
    const records = await read(people, { settings: { congress: '120' } })

    expect(peopleOf(records)[1]?.division).toEqual({ key: 'us-cd:120:CA-12' })
    await expect(read(people, { settings: { congress: '119th' } })).rejects.toThrow('‘119th’ is no Congress')
  })

  test.each([
    [person({}, { type: 'prez' }), 'E000001: last term: type: is neither rep nor sen.'],
    [person({}, { state: 'ZZ' }), 'E000001: last term: state: is not a state.'],
    [person({}, { district: undefined }), 'E000001 has no district'],
    [person({}, { district: '12' }), 'E000001: last term: district'],
    [person({}, { start: '2025-02-30' }), 'E000001: last term: start: is not a day.'],
    [person({ name: {} }), 'E000001 has no name.'],
    [person({ terms: [] }), 'terms: holds no term.'],
    [person({ id: { bioguide: '__proto__' } }), 'id.bioguide: is not a letter and six digits.'],
    [person({ name: { last: 'x'.repeat(201) } }), 'E000001: The name is longer than 200 characters'],
    [person({ name: { last: 'Ex\u0000ample' } }), 'E000001: The name holds control characters'],
  ])('a member without seat or name is a fault: %#', async (content, reason) => {
    const records = await read(content)

    expect(peopleOf(records)).toEqual([])
    expect(faultsOf(records)[0]).toContain(`list record 1: ${reason}`)
  })

  test('values that are no address are left out and told, the member is not', async () => {
    const records = await read(
      person({}, { contact_form: 'hhttps://example.org', url: 'javascript:alert(1)', phone: 2025550101, address: ['x'] }),
    )

    expect(peopleOf(records)[0]?.channels).toEqual([{ kind: 'cwc', value: 'HCA12' }])
    expect(faultsOf(records)).toHaveLength(4)
  })

  test('nobody sits twice', async () => {
    const list = JSON.parse(people.toString()) as unknown[]

    const records = await read(JSON.stringify([...list, list[0]]))

    expect(peopleOf(records)).toHaveLength(6)
    expect(faultsOf(records)).toEqual(['list record 7: E000001 stands in the list twice.'])
  })
})

describe('district offices', () => {
  test('are contacts of members, with the city on each', async () => {
    const records = await read(offices)

    expect(records[0]).toEqual({
      kind: 'contact',
      at: 'list record 1',
      id: { scheme: 'bioguide', value: 'E000001' },
      origin: 'district-offices',
      channels: [
        { kind: 'phone', value: '206-555-0120', label: 'Exampleton' },
        { kind: 'postal', value: '205 4th Ave. NE, Suite 104\nExampleton, WA 98101', label: 'Exampleton' },
        { kind: 'phone', value: '360-555-0122', label: 'Sampleville' },
        { kind: 'postal', value: 'Specimen Federal Building\n1 Harbor Way, 350\nSampleville, WA 98660', label: 'Sampleville' },
      ],
    })
  })

  test('an office that publishes its city alone has a phone and no address; ZIP codes keep their zeros', async () => {
    const records = await read(offices)

    expect(records[1]).toMatchObject({ channels: [{ kind: 'phone', label: 'Vale' }] })
    expect(records[2]).toMatchObject({ channels: [{}, { value: '12 Main Street\nModelburg, WY 07039' }] })
  })

  test('come with the members or alone', async () => {
    const both = await readRecords(congressLegislators, { people, offices })

    expect(both).toHaveLength((await read(people)).length + (await read(offices)).length)
  })
})

describe('files', () => {
  test('JSON and YAML hold the same', async () => {
    expect(await read(fixture('legislators-current.yaml'))).toEqual(await read(people))
    expect(await read(fixture('legislators-district-offices.yaml'))).toEqual(await read(offices))
  })

  test('a mark at the begin, CRLF and ISO-8859-1 make no difference', async () => {
    const yaml = fixture('legislators-current.yaml').toString()
    const accented = yaml.replaceAll('Flo', 'Fló')
    const latin = Buffer.from(accented, 'latin1')

    expect(await read(`\ufeff${yaml.replaceAll('\n', '\r\n')}`)).toEqual(await read(people))
    expect(await read(latin, { encoding: 'iso-8859-1' })).toEqual(await read(accented))
    expect(await refusal(latin)).toContain('--encoding iso-8859-1')
  })

  test.each(['legislators-current.json', 'legislators-district-offices.json'])('%s is read safely wherever it is cut', async (name) => {
    await expectSafeCuts(congressLegislators, name, fixture(name))
  })

  test.each(['legislators-current.yaml', 'legislators-district-offices.yaml'])(
    '%s, which nothing ends, loses no more than addresses of its last member wherever it is cut',
    async (name) => {
      const whole = withoutAddresses(await read(fixture(name)))
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: fixture(name).length - 1 }), async (at) => {
          const outcome = await read(fixture(name).subarray(0, at)).catch((error: unknown) => error)

          if (Array.isArray(outcome)) expect(withoutAddresses(outcome)).toEqual(whole.slice(0, outcome.length))
          else expect(outcome).toBeInstanceOf(UnreadableFile)
        }),
        { numRuns: 200 },
      )
    },
  )

  test('YAML that is cut within a line, or before the last term, is refused', async () => {
    const yaml = fixture('legislators-current.yaml').toString()
    const withoutLastTerm = yaml.slice(0, yaml.lastIndexOf('    - type'))

    expect(await refusal(yaml.slice(0, yaml.lastIndexOf('Building')))).toContain('ends within a line')
    expect(await refusal(withoutLastTerm)).toContain('its last record is not whole')
  })

  test.each([
    ['{"terms":[]}', 'is not a list of records'],
    ['[{"thomas_id":"01"}]', 'is neither legislators-current nor legislators-district-offices'],
    ['[]', 'is neither legislators-current nor legislators-district-offices'],
    ['', 'list'],
    ['- &a [x, x]\n- *a\n', 'list is not YAML'],
    ['[1, "x", null', 'list is not JSON'],
    ['['.repeat(100_000), 'list is not JSON'],
    ['- '.repeat(100_000), 'list is not YAML'],
  ])('what is no such list is refused: %#', async (content, message) => {
    expect(await refusal(content)).toContain(message)
  })

  test('records of other shapes among members are faults', async () => {
    const records = await read(JSON.stringify([1, null, { terms: 'x' }, ...(JSON.parse(people.toString()) as unknown[])]))

    expect(faultsOf(records)).toEqual([1, 2, 3].map((n) => `list record ${n}: The record has neither terms nor offices.`))
    expect(peopleOf(records)).toHaveLength(6)
  })
})

describe.skipIf(isRealAbsent)('files as they are published', withoutReal, () => {
  const real = (file: string) => realFile(`us/congress-legislators/${file}`)

  test('537 members: 100 senators and 437 in the House, the same in JSON and YAML', async () => {
    const records = await read(real('legislators-current.json'))

    const members = peopleOf(records)
    const channels = members.flatMap((it) => it.channels)
    const ended = members.filter(({ endsOn = '' }) => endsOn < '2026-11-23')
    expect(members.filter(({ chamber }) => chamber === 'us-senate')).toHaveLength(100)
    expect(members.filter(({ chamber }) => chamber === 'us-house')).toHaveLength(437)
    expect(ended.map(({ ids, endsOn }) => [ids[0].value, endsOn])).toEqual([
      ['H001104', '2026-11-03'],
      ['M001244', '2026-11-03'],
    ])
    expect(channels.filter(({ kind }) => kind === 'email')).toEqual([])
    // One of the 89 forms has an address that begins with hhttps.
    expect(channels.filter(({ kind }) => kind === 'web-form')).toHaveLength(88)
    expect(faultsOf(records)).toEqual([expect.stringContaining('list record 529: F000484: The contact form')])
    expect(divisionsOf(records).filter(({ seats }) => seats === 0)).toHaveLength(6)
    expect(await read(real('legislators-current.yaml'))).toEqual(records)
  })

  test('those without an official name or a phone number', async () => {
    const members = peopleOf(await read(real('legislators-current.json')))

    expect(members.find(({ ids }) => ids[0].value === 'M001246')?.name).toBe('Analilia Mejia')
    expect(members.at(-1)).toMatchObject({ name: 'James Gallagher', channels: [{ kind: 'cwc', value: 'HCA01' }] })
  })

  test('offices of 536 members, the same in JSON and YAML', async () => {
    const records = await read(real('legislators-district-offices.json'))

    const channels = records.flatMap((it) => (it.kind === 'contact' ? it.channels : []))
    expect(records).toHaveLength(536)
    expect(channels.filter(({ kind }) => kind === 'phone')).toHaveLength(1280)
    expect(await read(real('legislators-district-offices.yaml'))).toEqual(records)
  })

  test('presidents are faults, and files about something else are refused', async () => {
    expect(peopleOf(await read(real('executive.json')))).toEqual([])
    expect(await refusal(real('committees-current.json'))).toContain('is neither')
    expect(await refusal(real('legislators-social-media.yaml'))).toContain('is neither')
  })
})
