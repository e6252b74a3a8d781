import { countryIn } from '../../../../lib/country-name.ts'
import type { DivisionRecord } from '../format.ts'

/** The 27, and the United Kingdom, which lists before 2020 name. */
const codes = 'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')

const ownCodes = new Map([
  ['EL', 'GR'],
  ['UK', 'GB'],
])

/** The 24 official languages, Portuguese as in Portugal. */
const languages = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt-PT ro sk sl sv'.split(' ')

/**
 * Names that the Parliament has or had and Intl.DisplayNames has not.
 * @see https://style-guide.europa.eu/en/content/-/isg/topic?identifier=annex-a5-list-countries-territories-currencies (November 2026)
 */
const otherNames: Record<string, string[]> = {
  CZ: [
    ...['Czech Republic', 'Česká republika', 'Den Tjekkiske Republik', 'Tschechische Republik', 'Tšehhi Vabariik', 'Τσεχική Δημοκρατία'],
    ...['République tchèque', 'Poblacht na Seice', 'Češka Republika', 'Repubblica ceca', 'Čehijas Republika', 'Čekijos Respublika'],
    ...['Cseh Köztársaság', 'iċ-Ċekja', 'Tsjechische Republiek', 'Republika Czeska', 'República Checa', 'Republica Cehă', 'Tchéquia'],
    ...['Tšekin tasavalta', 'Tjeckiska republiken', 'Чешка република'],
  ],
  NL: ['The Netherlands', 'Holland', 'Madalmaad', 'Ολλανδία', 'Niderlandy', 'Olanda', 'l-Olanda', 'Холандия', 'Olandija', 'Holanda'],
  GB: [
    ...['Det Forenede Kongerige', 'Förenade kungariket', 'Yhdistynyt kuningaskunta', 'Zjednoczone Królestwo', 'Ujedinjena Kraljevina'],
    ...['Великобритания', 'Обединено кралство', 'Velká Británie', 'Veľká Británia', 'Großbritannien', 'Suurbritannia', 'Grande-Bretagne'],
    ...['Velika Britanija', 'Gran Bretagna', 'Lielbritānija', 'Didžioji Britanija', 'Nagy-Britannia', 'Groot-Brittannië', 'Marea Britanie'],
  ],
  SK: ['Slovak Republic', 'Slovenská republika', 'République slovaque', 'Slowakische Republik'],
}

let codesByName: Map<string, string> | null = null

/**
 * The division of a member state, by its name in any official language of the EU or by its code;
 * null for what is none. Codes are ISO 3166-1: the EU's own EL and UK are GR and GB.
 */
export function memberState(nameOrCode: string): DivisionRecord | null {
  const code = ownCodes.get(nameOrCode) ?? nameOrCode
  codesByName ??= namesOfAll()
  const found = codes.includes(code) ? code : codesByName.get(plain(nameOrCode))
  if (found === undefined) return null
  return {
    kind: 'division',
    key: `iso:${found}`,
    chamber: 'eu-parliament',
    name: countryIn('en', found),
    country: found,
    isCountryWide: true,
  }
}

function namesOfAll(): Map<string, string> {
  const all = new Map<string, string>()
  for (const language of languages) {
    const names = new Intl.DisplayNames([language], { type: 'region' })
    for (const code of codes) all.set(plain(names.of(code) ?? code), code)
  }
  for (const [code, names] of Object.entries(otherNames)) for (const name of names) all.set(plain(name), code)
  return all
}

/** In small letters, without marks, and without the articles that Irish and Maltese put before most names. */
function plain(name: string): string {
  const letters = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
  return letters.replace(/^(an |il-|l-|id-|ir-|is-|in-|ic-)/, '')
}
