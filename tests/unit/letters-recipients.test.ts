import { describe, expect, it } from 'vitest'
import type { Channel, Legislator, Lookup } from '../../server/contract/legislators.ts'
import { recipientKey } from '../../server/contract/letters.ts'
import { Problem } from '../../server/contract/problem.ts'
import { goesTo } from '../../server/features/letters/find-ask.ts'
import type { Recipient } from '../../server/features/letters/recipients.ts'
import { channelsOf, recipientOfLegislator, recipientOfOffice, requireOffice } from '../../server/features/letters/recipients.ts'
import { anOffice } from '../support/builders.ts'

const aChannel = (kind: Channel['kind'], value: string, label: string | null = null): Channel => ({ kind, value, label })

const aLegislator = (given: Partial<Legislator> = {}): Legislator => ({
  id: '01a2b3c4-0000-7000-8000-000000000001',
  seat: 42,
  division: 'gss:E14000001',
  chamber: 'uk-commons',
  name: 'Zoe Example',
  honorific: null,
  salutation: null,
  party: null,
  languages: [],
  website: null,
  termEndsOn: null,
  isTermOver: false,
  channels: [],
  ...given,
})

const lists: Pick<Lookup, 'chambers' | 'divisions'> = {
  chambers: [
    { key: 'uk-commons', name: 'House of Commons', legislature: 'UK Parliament', updatedOn: null },
    { key: 'eu-parliament', name: 'European Parliament', legislature: 'European Parliament', updatedOn: null },
  ],
  divisions: [
    { key: 'gss:E14000001', name: 'Testford', chamber: 'uk-commons', country: 'GB' },
    { key: 'iso:BE', name: 'Belgium', chamber: 'eu-parliament', country: 'BE' },
  ],
}
const recipientOf = (given: Partial<Legislator> = {}): Recipient => recipientOfLegislator(aLegislator(given), lists)

describe('a letter to a legislator', () => {
  it('is addressed to the seat, and says who holds it', () => {
    expect(recipientOf()).toMatchObject({ key: 'seat:42', seatId: 42, legislatorId: '01a2b3c4-0000-7000-8000-000000000001' })
  })

  it('names them with their honorific, and addresses them as they wish', () => {
    expect(recipientOf({ honorific: 'Rt Hon' })).toMatchObject({ name: 'Rt Hon Zoe Example', addressAs: 'Rt Hon Zoe Example' })
    expect(recipientOf({ honorific: 'Rt Hon', salutation: 'Ms Example' })).toMatchObject({
      name: 'Rt Hon Zoe Example',
      addressAs: 'Ms Example',
    })
  })

  it('names chamber and parliament, and a parliament of one chamber once', () => {
    expect(recipientOf().body).toBe('House of Commons, UK Parliament')
    expect(recipientOf({ chamber: 'eu-parliament', division: 'iso:BE' }).body).toBe('European Parliament')
  })

  it('keeps the office hours of the country, and for the European Parliament those of Brussels', () => {
    expect(recipientOf().place).toBe('GB')
    expect(recipientOf({ chamber: 'eu-parliament', division: 'iso:BE' }).place).toBe('EU')
  })

  it('goes to the office in the parliament rather than to one in a town', () => {
    const channels = [
      aChannel('email', 'town@example.org', 'Testford'),
      aChannel('email', 'main@example.org'),
      aChannel('postal', '1 Test Street\nTestford', 'Testford'),
      aChannel('postal', 'House of Tests\nTestminster'),
    ]

    expect(recipientOf({ channels })).toMatchObject({ email: 'main@example.org', postal: ['House of Tests', 'Testminster'] })
  })

  it('goes to an office in a town where no other is published', () => {
    const channels = [aChannel('email', 'first@example.org', 'Testford'), aChannel('email', 'second@example.org', 'Testham')]

    expect(recipientOf({ channels }).email).toBe('first@example.org')
  })

  it('knows no way that is not published', () => {
    expect(recipientOf({ channels: [aChannel('phone', '+44 1632 960000')] })).toMatchObject({
      email: null,
      form: null,
      cwc: null,
      postal: null,
    })
  })
})

describe('a letter to an office', () => {
  it('names the office and never a person', () => {
    expect(recipientOfOffice(anOffice())).toMatchObject({
      key: 'office:office-1',
      seatId: null,
      legislatorId: null,
      name: 'Minister of Tests',
      body: 'A ministry',
      addressAs: 'Minister',
    })
  })

  it('has the body on the envelope once', () => {
    const lines = ['A ministry', '1 Test Street', 'Testtown']

    expect(recipientOfOffice(anOffice({ postal: ['1 Test Street', 'Testtown'] })).postal).toEqual(lines)
    expect(recipientOfOffice(anOffice({ postal: ['A ministry', '1 Test Street', 'Testtown'] })).postal).toEqual(lines)
    expect(recipientOfOffice(anOffice({ postal: null })).postal).toBeNull()
  })
})

describe('the ways in which a letter can go', () => {
  const nobody = new Set<string>()
  const all = { ...recipientOf(), email: 'Zoe@Example.org', form: 'https://example.org/contact', cwc: 'TEST01' }

  it('are the best first, and the writer’s own mail last', () => {
    expect(channelsOf(all, nobody)).toEqual(['email', 'web-form', 'cwc', 'print', 'mailto'])
  })

  it('are paper where nothing else is published', () => {
    expect(channelsOf(recipientOf(), nobody)).toEqual(['print'])
  })

  it('are without mail, ours and theirs, where the address has refused it, in whatever case it is written', () => {
    expect(channelsOf(all, new Set(['zoe@example.org']))).toEqual(['web-form', 'cwc', 'print'])
    expect(channelsOf(all, new Set(['other@example.org']))).toContain('email')
  })
})

describe('an addressee', () => {
  it.each(['seat:1', 'seat:123456789', 'office:uk-health-secretary'])('may be %s', (key) => {
    expect(recipientKey.safeParse(key).success).toBe(true)
  })

  it.each([
    '',
    'seat:',
    'seat:-1',
    'seat:1234567890',
    'office:',
    'office:A',
    'office:a b',
    'office:a\nb',
    'seat:1\n',
    'mail:a@example.org',
  ])('is nobody: %j', (key) => {
    expect(recipientKey.safeParse(key).success).toBe(false)
  })

  it('that an ask does not name gets no letter of it', () => {
    expect(() => requireOffice(['office-1'], 'office-1')).not.toThrow()
    expect(() => requireOffice(['office-1'], 'office-2')).toThrow(Problem)
  })
})

describe('an ask goes to the chambers that it names', () => {
  it.each([
    [['uk-commons'], 'uk-commons', true],
    [['uk-commons'], 'uk-lords', false],
    [['uk'], 'uk-commons', false],
    [['uk-commons-extra'], 'uk-commons', false],
    [['us-*-lower'], 'us-ca-lower', true],
    [['us-*-lower'], 'us-ca-upper', false],
    [['us-*-lower'], 'us-lower', false],
    [['us-*-lower', 'us-*-upper'], 'us-ca-upper', true],
    [['*'], 'senedd', true],
    [['*'], 'uk-commons', false],
    [[], 'uk-commons', false],
  ])('%j: %s %s', (chambers, key, isMeant) => {
    expect(goesTo({ chambers }, key)).toBe(isMeant)
  })
})
