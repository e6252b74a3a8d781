import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { test as base, expect } from '@playwright/test'
import type { ParsedMail } from 'mailparser'
import { simpleParser } from 'mailparser'
import pg from 'pg'
import { congressOn, firstDayOf } from '../../server/features/legislators/formats/us-divisions.ts'
import { endDatabase, removeDataDir } from '../support/data-dir.ts'
import { freePort, spawnProgram } from '../support/program.ts'
import type { SmtpSink } from '../support/smtp-server.ts'
import { startSmtpSink } from '../support/smtp-server.ts'

export const organizers = 'organizers@example.org'
export const memberAddress = 'ada.office@example.org'
export const senatorsForm = 'https://www.example.org/senator/contact'

export type LetterSite = {
  url: string
  /** Takes all mail of the site. */
  sink: SmtpSink
  /** Runs an operator's command; answers what it printed, and throws where it does not end well. */
  cli(args: string[]): Promise<string>
  /** The newest mail to an address that fits, as soon as it is there. */
  mailTo(address: string, holding: RegExp): Promise<ParsedMail>
  /** Id of the letter that was confirmed last: what an organizer reads in the database. */
  lastConfirmed(): Promise<string>
  /** As if everybody who is signed in had shown who they are eleven minutes earlier. */
  letProofsGrowOld(): Promise<void>
}

/**
 * Tests over a site of their own, which mails by SMTP, knows invented legislators, and has the asks of both
 * houses of Congress open. No ask is live: letters by e-mail go to the organizers at any hour.
 */
export const test = base.extend<object, { site: LetterSite }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'countersign-letters-'))
      const sink = await startSmtpSink()
      const port = await freePort()
      const url = `http://localhost:${port}`
      const env = { ...settings, PORT: String(port), SMTP_URL: sink.url }
      const program = spawnProgram(['server/main.ts'], { dataDir, url, env })
      const cli = (args: string[]) => runCli(args, { dataDir, url, env })
      try {
        await program.untilReady()
        await bringLegislators(cli)
        await openCongress(cli)
        await use({
          url,
          sink,
          cli,
          mailTo: (address, holding) => newestMail(sink, address, holding),
          lastConfirmed: () => lastConfirmed(dataDir),
          letProofsGrowOld: async () =>
            void (await rowsOf(dataDir, `update organizer_sessions set created_at = created_at - interval '11 minutes'`)),
        })
      } finally {
        program.kill('SIGTERM')
        await program.ended
        await endDatabase(dataDir)
        removeDataDir(dataDir)
        await sink.close()
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ site }, use) => use(site.url),
})

const settings = {
  LOG_LEVEL: 'info',
  SITE_NAME: 'Countersign',
  SITE_OPERATOR: 'the operator of this test',
  SITE_CONTACT: organizers,
  LIMIT_LINKS_PER_MINUTE: '1000000',
  LIMIT_READS_PER_MINUTE: '1000000',
  LETTERS_PER_OFFICE_HOUR: '1000',
  LETTERS_PER_OFFICE_DAY: '1000',
}

type Cli = LetterSite['cli']

async function runCli(args: string[], options: { dataDir: string; url: string; env: Record<string, string> }): Promise<string> {
  const program = spawnProgram(['server/cli/main.ts', ...args], options)
  const code = await program.ended
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${program.output()}`)
  return program.output()
}

/** Two members of the House of Commons, a senator and a representative of Wyoming, and a member of the European Parliament. */
async function bringLegislators(cli: Cli): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-lists-'))
  const written = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const columns = (names: Record<string, string>) => Object.entries(names).flatMap(([field, name]) => ['--column', `${field}=${name}`])
  const members = { id: 'id', name: 'name', division: 'code', 'division-name': 'place', email: 'email' }
  const prefix = ['--set', 'division-prefix=gss:']
  try {
    await cli([
      ...['legislators', 'import', 'csv', written('members.csv', membersCsv), '--set', 'chamber=uk-commons'],
      ...prefix,
      ...columns(members),
    ])
    await cli([
      ...['legislators', 'import', 'csv', written('postcodes.csv', postcodesCsv), '--set', 'country=GB'],
      ...prefix,
      ...columns({ postcode: 'postcode', division: 'code' }),
    ])
    await cli(['legislators', 'import', 'congress-legislators', written('legislators-current.yaml', congressYaml())])
    await cli(['legislators', 'import', 'zip-districts', written('zccd.csv', 'state_abbr,zcta,cd\nWY,82001,0\n')])
    await cli(['legislators', 'import', 'europarl', written('full-list.xml', memberOfEurope)])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const membersCsv = `id,name,code,place,email
1,Ada Example,E14001063,Aldertown,${memberAddress}
2,Ben Sample,E14001064,Bramblebury,
`

const postcodesCsv = 'postcode,code\nZE1 0AA,E14001063\nZE1 0AB,E14001064\n'

const memberOfEurope = `<?xml version="1.0" encoding="UTF-8"?><meps><mep><fullName>Cleo SPECIMEN</fullName><country>Ireland</country><politicalGroup>Group of Samples</politicalGroup><id>900001</id><nationalPoliticalGroup>Example Party</nationalPoliticalGroup></mep></meps>
`

/** The Congress that sits today: lists of another would not be looked into. */
function congressYaml(): string {
  const congress = congressOn(new Date().toISOString().slice(0, 10))
  const term = `start: "${firstDayOf(congress)}"
      end: "${firstDayOf(congress + 1)}"
      state: WY
      party: Example`
  return `- id:
    bioguide: E000001
  name:
    first: Dora
    last: Placeholder
    official_full: Dora Placeholder
  terms:
    - type: sen
      ${term}
      class: 1
      contact_form: ${senatorsForm}
- id:
    bioguide: E000002
  name:
    first: Emil
    last: Dummy
    official_full: Emil Dummy
  terms:
    - type: rep
      ${term}
      district: 0
      address: 1 Example House Office Building Washington DC 20515
`
}

type Check = { text: string; ticked: { on: string; by: string } | null }
type PackAsk = { id: string; title: string; state: string; chambers: string[]; organizerChecks: Check[] }

/** Opens the bundled ask to the Senate as organizers do, and adds one to the House with the same points. */
async function openCongress(cli: Cli): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-pack-'))
  const pack = join(folder, 'pack')
  const file = join(pack, 'asks.json')
  mkdirSync(pack)
  try {
    await cli(['campaign', 'export', pack])
    const { asks } = JSON.parse(readFileSync(file, 'utf8')) as { asks: PackAsk[] }
    const senate = asks.find(({ id }) => id === 'us-senate')
    if (!senate) throw new Error('the bundled campaign has no ask to the Senate')
    const ticked = { on: new Date().toISOString().slice(0, 10), by: 'TT' }
    Object.assign(senate, { state: 'open', organizerChecks: senate.organizerChecks.map(({ text }) => ({ text, ticked })) })
    const house = { ...senate, id: 'us-house', title: 'US House: pass the bills again', chambers: ['us-house'] }
    writeFileSync(file, JSON.stringify({ asks: [...asks, house] }))
    await cli(['campaign', 'import', pack])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function newestMail(sink: SmtpSink, address: string, holding: RegExp): Promise<ParsedMail> {
  let found: ParsedMail | undefined
  await expect
    .poll(
      async () => {
        const mails = await Promise.all(sink.to(address).map(({ raw }) => simpleParser(raw)))
        found = mails.findLast(({ subject, text }) => holding.test(`${subject}\n${text}`))
        return found !== undefined
      },
      { timeout: 20_000, message: `a mail to ${address} that holds ${holding}` },
    )
    .toBe(true)
  return found as ParsedMail
}

async function lastConfirmed(dataDir: string): Promise<string> {
  const [row] = await rowsOf(dataDir, 'select id from letters where confirmed_at is not null order by confirmed_at desc limit 1')
  return row?.['id'] ?? ''
}

async function rowsOf(dataDir: string, statement: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ host: join(dataDir, 'postgres', 'run'), user: 'countersign', database: 'countersign' })
  await client.connect()
  try {
    return (await client.query<Record<string, string>>(statement)).rows
  } finally {
    await client.end()
  }
}

let writers = 0

/** An address that nobody has, different each time. */
export function aWriter(): string {
  writers++
  return `writer-${process.pid}-${writers}@example.net`
}

export const ownWords =
  'My neighbour waited four years for a kidney, and I drove her to dialysis. “Wait” is a long word & I write because of her.'

export const commonsPoints = [/^UK law has changed since 2014/, /^That offence turns on payment/]

/** From an ask's page to the composer of a letter to somebody who represents the place. */
export async function beginLetter(page: Page, ask: string, place: { country: string; postcode: string }, name: string): Promise<void> {
  await page.goto(`/write/${ask}`)
  await page.getByRole('link', { name: 'Find who represents you, and write' }).click()
  await page.getByLabel('Country where you live').selectOption(place.country)
  await page.getByLabel('Postcode').fill(place.postcode)
  await page.getByRole('button', { name: 'Show who represents me' }).click()
  await page.getByRole('button', { name: `Write to ${name}` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Your letter to ${name}`)
}

/** Fills in what the composer needs: own words, points by their first words, and who writes. */
export async function fillLetter(page: Page, email: string, points: RegExp[]): Promise<void> {
  await page.getByLabel('Why you write').fill(ownWords)
  for (const point of points) await page.getByRole('checkbox', { name: point }).check()
  await page.getByLabel('First name').fill('Wanda')
  await page.getByLabel('Family name').fill('Writer')
  await page.getByRole('textbox', { name: 'Town' }).fill('Aldertown')
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email)
  await page.getByLabel(/^I agree that this letter/).check()
  await page.getByLabel('I am 16 or older.').check()
}

/** Hands the letter in, opens the mailed link and presses its button; the letter's own page is open then. */
export async function confirmByMail(page: Page, site: LetterSite, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Mail it to me to confirm' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your letter waits for you in your mail')
  const mail = await site.mailTo(email, /\/letters\/confirm\//)
  await page.goto(linkIn(mail, '/letters/confirm/'))
  await page.getByRole('button', { name: 'This is my letter: confirm it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your letter')
}

/** The link of a mail whose address holds this. */
export function linkIn({ text = '' }: ParsedMail, part: string): string {
  return text.match(/http\S+/g)?.find((link) => link.includes(part)) ?? ''
}
