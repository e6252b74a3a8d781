import { expect, test } from 'vitest'
import { memberState } from '../../../../../../server/features/legislators/formats/european-parliament/member-states.ts'

const codes = 'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')
const languages = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt-PT ro sk sl sv'.split(' ')

test.each(languages)('every member state is known by its name in %s', (language) => {
  const names = new Intl.DisplayNames([language], { type: 'region' })

  const found = codes.map((code) => memberState(names.of(code) ?? '')?.country)

  expect(found).toEqual(codes)
})

test.each([
  ['Czech Republic', 'CZ'],
  ['République tchèque', 'CZ'],
  ['Tchéquie', 'CZ'],
  ['TSCHECHISCHE  REPUBLIK', 'CZ'],
  ['Pays-Bas', 'NL'],
  ['The Netherlands', 'NL'],
  ['Niderlandy', 'NL'],
  ['Slovaquie', 'SK'],
  ['Slovensko', 'SK'],
  ['Slovinsko', 'SI'],
  ['Slovenija', 'SI'],
  ['Royaume-Uni', 'GB'],
  ['Förenade kungariket', 'GB'],
  ['Grèce', 'GR'],
  ['Ελλάδα', 'GR'],
  ['EL', 'GR'],
  ['GR', 'GR'],
  ['UK', 'GB'],
  ['Germanja', 'DE'],
  ['An Ghearmáin', 'DE'],
  ['Ţările de Jos', 'NL'],
])('%s is %s', (name, code) => {
  const division = memberState(name)

  expect(division?.key).toBe(`iso:${code}`)
})

test.each(['Atlantis', '', 'constructor', '__proto__', 'US', 'gr', 'XX'])('‘%s’ is no member state', (name) => {
  const division = memberState(name)

  expect(division).toBeNull()
})

test('a member state is a division of which everybody there is a part, by its English name', () => {
  const division = memberState('Niederlande')

  expect(division).toEqual({
    kind: 'division',
    key: 'iso:NL',
    chamber: 'eu-parliament',
    name: 'Netherlands',
    country: 'NL',
    isCountryWide: true,
  })
})
