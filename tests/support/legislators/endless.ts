import type { Sample } from './every-format.ts'

/** A row or record of a file that goes on and on, each unlike all others. */
type Endless = {
  head: string
  row(i: number): string
  /** Rows are read one by one, however many there are, as those of millions of postcodes must be. */
  isStream?: true
}

const filler = 'x'.repeat(900)
const members = {
  head: 'member count,person count,name,Division,State/Territory,Date of election,Type of election,Date ceased to be a Member,reason,Most recent party\n',
}

const digits = (i: number, length: number) => String(i).padStart(length, '0').slice(-length)
/** A postcode of an area for each number up to four millions. */
const postcode = (i: number) => `ZZ${digits(i / 400, 2)} ${i % 10}${letter(i / 10)}${letter(i / 260)}`
const letter = (i: number) => 'ABDEFGHJLNPQRSTUWXYZ'[Math.floor(i) % 20]

/** For each sample, by its title: rows of about a kilobyte, so that a gigabyte is a million of them. */
const endless: Record<string, readonly Endless[]> = {
  'csv of people': [
    {
      head: 'Code,Constituency,Member,Id,Party,Since,E-mail,Form,Phone,Address,Site,Speaks,Note\n',
      row: (i) => `X${i},Vale ${i},Ada Example ${i},${i},Meadow,2024-07-04,ada${i}@example.org,,555-0101,,,,${filler}\n`,
    },
  ],
  'csv of postcodes': [{ head: 'pc,area,area_name,ended,note\n', row: (i) => `${postcode(i)},X${i},Vale ${i},,${filler}\n` }],
  'congress-legislators': [
    { head: '[', row: (i) => `{"id":{"bioguide":"X${digits(i, 6)}"},"name":{"last":"${filler}"},"terms":[{}]},\n` },
    { head: '', row: (i) => `- id:\n    bioguide: X${digits(i, 6)}\n  name:\n    last: ${filler}\n` },
  ],
  'zip-districts': [
    { head: 'state_fips,state_abbr,zcta,cd,note\n', row: (i) => `06,CA,${digits(i, 5)},${i % 53},${filler}\n`, isStream: true },
  ],
  'uk-members': [{ head: '{"items":[', row: (i) => `{"value":{"id":${i},"nameDisplayAs":"${filler}"}},\n` }],
  onspd: [{ head: 'pcds,doterm,pcon,note\n', row: (i) => `${postcode(i)},,E${digits(i, 8)},${filler}\n`, isStream: true }],
  'senedd-postcodes': [
    { head: 'id,constituency_id,note\n', row: (i) => `${postcode(i).replace(' ', '')},W${digits(i, 8)},${filler}\n`, isStream: true },
    {
      head: 'id,region_id,name_en,name_cy,example_postcode,population,start_date,end_date,boundary\n',
      row: (i) => `W${digits(i, 8)},,Vale ${i},Glyn ${i},,,2026-05-07,,${filler}\n`,
    },
  ],
  moderngov: [
    {
      head: '<councillorsbyward><wards><ward><wardtitle>Vale</wardtitle><councillors>',
      row: (i) => `<councillor><councillorid>${i}</councillorid><fullusername>${filler}</fullusername></councillor>`,
    },
  ],
  europarl: [{ head: '<meps>', row: (i) => `<mep><id>${i}</id><fullName>${filler}</fullName><country>France</country></mep>` }],
  'ep-opendata': [{ head: '{"data":[', row: (i) => `{"id":"person/${i}","identifier":"${i}","label":"${filler}"},\n` }],
  'popolo of EveryPolitician': [{ head: '{"persons":[', row: (i) => `{"id":"${i}","name":"${filler}"},\n` }],
  'popolo of parlparse': [{ head: '{"memberships":[', row: (i) => `{"id":"${i}","person_id":"${filler}"},\n` }],
  openstates: [
    { head: '', row: (i) => `- id: ocd-person/${i}\n  name: ${filler}\n` },
    { head: '[', row: (i) => `{"id":"ocd-person/${i}","name":"${filler}"},\n` },
  ],
  openaustralia: [
    { head: 'postcode,electorate,note\n', row: (i) => `${digits(i, 4)},Vale ${i},${filler}\n` },
    { ...members, row: (i) => `${i},,Ada Example ${i},Vale ${i},Tas.,2.3.1996,,,still_in_office,${filler}\n` },
    { head: 'person count,aph id,name,birthday,alt name\n', row: (i) => `${i},EX${i},Ada Example ${i},,${filler}\n` },
  ],
  represent: [{ head: '{"objects":[', row: (i) => `{"name":"${filler}","district_name":"Vale ${i}"},\n` }],
}

/** The readers of rows, by the title of a sample that each reads. */
const readers = ['csv of people', 'onspd', 'europarl', 'uk-members', 'openstates']

export type EndlessFile = { what: string; bytes(): AsyncIterable<Uint8Array>; isStream: boolean }

/** Files of a gigabyte that a sample's format could take for its own until their end. */
export function endlessFilesOf({ title }: Sample): EndlessFile[] {
  return (endless[title] ?? []).flatMap(({ head, row, isStream = false }) => {
    const name = head.slice(0, 30).trim() || row(0).slice(0, 10)
    return [
      { what: `rows after ${name}`, bytes: () => pieces(head, row), isStream },
      { what: `one row after ${name}`, bytes: () => pieces(head + row(1).slice(0, 40), () => filler), isStream: false },
      ...(readers.includes(title)
        ? [{ what: `empty rows after ${name}`, bytes: () => pieces(head, () => '\n'.repeat(1000)), isStream: title === 'csv of people' }]
        : []),
    ]
  })
}

/** A gigabyte in the long form; in the short one still more than any whole file may have. */
const totalBytes = process.env['FAULTS'] === 'long' ? 1024 ** 3 : 320 * 1024 ** 2
const pieceCharacters = 64 * 1024

async function* pieces(head: string, row: (i: number) => string): AsyncIterable<Uint8Array> {
  let text = head
  for (let i = 0, written = 0; written < totalBytes; i++) {
    text += row(i)
    if (text.length < pieceCharacters) continue
    written += text.length
    yield Buffer.from(text)
    text = ''
  }
}
