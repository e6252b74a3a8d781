import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mail as mailCommand } from '../../server/cli/mail.ts'
import { loadConfig } from '../../server/config.ts'
import { eraseLetter } from '../../server/features/letters/change-letter.ts'
import type { Noted } from '../../server/features/letters/note-bounce.ts'
import { noteBounce } from '../../server/features/letters/note-bounce.ts'
import { mintLetterToken } from '../../server/features/letters/read-letter.ts'
import { keysFromRoot, newKeyFile, readKeyFile } from '../../server/lib/keys.ts'
import { readBounce } from '../../server/mail/read-bounce.ts'
import { returnPathFor } from '../../server/mail/return-path.ts'
import { importFiles, memberSettings, membersCsv } from '../support/legislator-lists.ts'
import { apartMs, bringMembers, clearLetters, commonsAsk, confirmedLetter, letterOf, putLive, sendDue } from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

const office = 'ada.office@example.org'
const ada = { id: '1', name: 'Ada Example', division: 'E14001063', 'division-name': 'Aldertown', email: office }
const ben = { id: '2', name: 'Ben Sample', division: 'E14001064', 'division-name': 'Bramblebury' }
const otherWay = 'Your letter could not be sent by e-mail'
const hasBeenSent = 'Your letter has been sent'

let site: TestSite
let seat: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ;({ ada: seat } = await bringMembers(site))
})
beforeEach(async () => {
  await clearLetters(site)
  await importMembers(ada)
  await putLive(site, commonsAsk)
})
afterAll(() => site.close())

async function importMembers(...rows: Record<string, string>[]): Promise<void> {
  const files = { 'people.csv': membersCsv([...rows, ben]) }
  await importFiles(site.ctx, 'csv', files, { settings: memberSettings(), mayVanish: true })
}

type Sent = { id: string; email: string; returnPath: string }

/** A letter that was sent, with the address that it comes back to. */
async function sentLetter(given: Record<string, unknown> = {}): Promise<Sent> {
  const { id, email } = await confirmedLetter(site, { recipient: seat, ...given })
  site.clock.pass(apartMs)
  await sendDue(site)
  const sent = site.mail.mails.find(({ replyTo }) => replyTo?.address === email)
  return { id, email, returnPath: sent?.returnPath ?? '' }
}

/** A message of one of the kinds that mail servers send, about a letter. */
function message(name: string, returnPath: string): Buffer {
  const text = readFileSync(new URL(`../support/bounces/${name}.eml`, import.meta.url), 'utf8')
  return Buffer.from(text.replaceAll('{return-path}', returnPath).replaceAll('mira.testwood@house.example.net', office))
}

/** The message comes in, and all that it causes is done. */
async function comesBack(name: string, returnPath: string): Promise<Noted> {
  const noted = await noteBounce(site.ctx, await readBounce(message(name, returnPath), site.ctx.keys.derive('return-path')))
  await sendDue(site)
  return noted
}

const newsOf = (email: string) =>
  site.mail
    .to(email)
    .filter(({ replyTo }) => replyTo === undefined)
    .map(({ message: { subject } }) => subject)
const statesOf = async (id: string) => (await letterOf(site, id)).events.map(({ state }) => state)
const refusedAddresses = () => rowsOf(site, 'select address, status, reply from refused_addresses')
/** What the database holds of letters, to be compared. */
const stored = () => rowsOf(site, 'select l::text as row from letters l union all select e::text from letter_events e order by 1')

describe('a permanent failure', () => {
  test('gives the letter and all that wait for the office another way, closes the address, and tells each writer once', async () => {
    const bounced = await sentLetter()
    const waiting = [await confirmedLetter(site, { recipient: seat }), await confirmedLetter(site, { recipient: seat })]
    const noted = await comesBack('postfix-unknown-user', bounced.returnPath)
    site.clock.pass(apartMs)
    await sendDue(site)
    const later = await confirmedLetter(site, { recipient: seat })

    const words = '550 5.1.1 <address>: Recipient address rejected: User unknown'
    expect(noted).toBe('bounced')
    expect(await statesOf(bounced.id)).toEqual(['confirmed', 'queued', 'sending', 'sent', 'bounced', 'confirmed'])
    expect((await letterOf(site, bounced.id)).events[4]?.evidence).toEqual({ kind: 'failed', status: '5.1.1', reply: words })
    expect(await refusedAddresses()).toEqual([{ address: office, status: '5.1.1', reply: words }])
    for (const { id } of [bounced, ...waiting, later]) {
      expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print', arrivedAt: null })
    }
    expect(await Promise.all(waiting.map(({ id }) => statesOf(id)))).toEqual(Array(2).fill(['confirmed', 'queued', 'confirmed']))
    expect(site.mail.to(office)).toHaveLength(1)
    expect(newsOf(bounced.email)).toEqual([hasBeenSent, otherWay])
    expect(waiting.map(({ email }) => newsOf(email))).toEqual([[otherWay], [otherWay]])
  })

  test('said twice changes nothing the second time', async () => {
    const { returnPath, email } = await sentLetter()
    await comesBack('postfix-unknown-user', returnPath)
    const before = await stored()
    const again = await comesBack('gmail-unknown-user', returnPath)

    expect(again).toBe('said-already')
    expect(await stored()).toEqual(before)
    expect(newsOf(email)).toEqual([hasBeenSent, otherWay])
  })

  test('can come after the server had it delivered', async () => {
    const { id, returnPath } = await sentLetter()
    await comesBack('postfix-delivered', returnPath)

    expect(await comesBack('exim-report', returnPath)).toBe('bounced')
    expect(await statesOf(id)).toEqual(['confirmed', 'queued', 'sending', 'sent', 'delivered-to-server', 'bounced', 'confirmed'])
  })

  test('that comes before we have noted that the letter was sent is not lost, and the letter is not sent again', async () => {
    const { id, returnPath } = await sentLetter()
    await rowsOf(site, `update letters set state = 'sending', is_test = null, arrived_at = null where id = $1`, [id])
    await rowsOf(site, `delete from letter_events where letter_id = $1 and state = 'sent'`, [id])
    const noted = await comesBack('postfix-unknown-user', returnPath)
    await rowsOf(site, `select graphile_worker.add_job('send-letter', json_build_object('letterId', $1::text))`, [id])
    await sendDue(site)

    expect(noted).toBe('bounced')
    expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print' })
    expect(site.mail.to(office)).toHaveLength(1)
  })

  test('of an address that the seat’s next holder has not closes that one, and keeps letters to the new holder waiting', async () => {
    const { id, email, returnPath } = await sentLetter()
    await importMembers({ ...ada, id: '3', name: 'Cleo Madeup', email: 'cleo.office@example.org' })
    const waiting = await confirmedLetter(site, { recipient: seat })
    const noted = await comesBack('postfix-unknown-user', returnPath)
    site.clock.pass(apartMs)
    await sendDue(site)

    expect(noted).toBe('bounced')
    expect((await refusedAddresses()).map(({ address }) => address)).toEqual([office])
    expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print' })
    expect(newsOf(email)).toEqual([hasBeenSent, otherWay])
    expect(await letterOf(site, waiting.id)).toMatchObject({ state: 'sent' })
    expect(site.mail.to('cleo.office@example.org')).toHaveLength(1)
  })

  test('of a letter to a seat that nobody holds any more is told to its writer', async () => {
    const { id, email, returnPath } = await sentLetter()
    await importMembers()

    expect(await comesBack('postfix-unknown-user', returnPath)).toBe('bounced')
    expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print' })
    expect(newsOf(email)).toEqual([hasBeenSent, otherWay])
  })

  test('of a test says nothing of the office', async () => {
    await site.ctx.pool.query('truncate live_asks')
    const { id, returnPath, email } = await sentLetter()
    await putLive(site, commonsAsk)
    const waiting = await confirmedLetter(site, { recipient: seat })
    const noted = await comesBack('postfix-unknown-user', returnPath)
    site.clock.pass(apartMs)
    await sendDue(site)

    expect(noted).toBe('bounced')
    expect(await letterOf(site, id)).toMatchObject({ state: 'bounced', isTest: true })
    expect(await refusedAddresses()).toEqual([])
    expect(newsOf(email)).not.toContain(otherWay)
    expect(await letterOf(site, waiting.id)).toMatchObject({ state: 'sent', isTest: false })
  })

  test('of a letter whose text its writer has deleted closes the address all the same', async () => {
    const { id, returnPath, email } = await sentLetter()
    await eraseLetter(site.ctx, mintLetterToken(site.ctx, id))

    expect(await comesBack('postfix-unknown-user', returnPath)).toBe('bounced')
    expect(await refusedAddresses()).toHaveLength(1)
    expect(newsOf(email)).toEqual([hasBeenSent])
  })
})

describe('what is no permanent failure', () => {
  test.each([
    [
      'mailbox-full',
      { kind: 'failed', status: '5.2.2', reply: '552 5.2.2 <address>: Mailbox is full / Blocks limit exceeded', delayed: false },
    ],
    [
      'postfix-delayed',
      { kind: 'delayed', status: '4.7.1', reply: '450 4.7.1 <address>: Recipient address rejected: Greylisted, see later', delayed: true },
    ],
    ['vacation-sieve', { kind: 'auto-reply', status: null, reply: null, delayed: false }],
    ['arf-abuse', { kind: 'complaint', status: null, reply: 'abuse', delayed: false }],
    ['answer-of-a-person', { kind: 'unknown', status: null, reply: null, delayed: false }],
  ])('is noted and nothing else, once: %s', async (name, evidence) => {
    const { id, email, returnPath } = await sentLetter()
    const waiting = await confirmedLetter(site, { recipient: seat })
    const noted = await comesBack(name, returnPath)
    const again = await comesBack(name, returnPath)

    const { state, events } = await letterOf(site, id)
    expect([noted, again]).toEqual(['noted', 'said-already'])
    expect(state).toBe('sent')
    expect(events.slice(4).map((event) => event.evidence)).toEqual([evidence])
    expect(await refusedAddresses()).toEqual([])
    expect(await letterOf(site, waiting.id)).toMatchObject({ state: 'queued' })
    expect(newsOf(email)).toEqual([hasBeenSent])
  })

  test('that the office’s server has it is written down, once', async () => {
    const { id, email, returnPath } = await sentLetter()
    const noted = [await comesBack('postfix-delivered', returnPath), await comesBack('postfix-delivered', returnPath)]

    const { state, arrivedAt, events } = await letterOf(site, id)
    expect(noted).toEqual(['delivered-to-server', 'said-already'])
    expect(state).toBe('delivered-to-server')
    expect(arrivedAt).not.toBeNull()
    expect(events.slice(4).map(({ evidence }) => evidence['reply'])).toEqual(['250 2.0.0 Ok: queued as 4Wc1Qk2Zx1'])
    expect(newsOf(email)).toEqual([hasBeenSent])
  })

  test('nothing of it is kept that names anybody but the office', async () => {
    const { id, returnPath } = await sentLetter({ email: 'quillon.tamsworthy@example.net' })
    for (const name of ['mailbox-full', 'gmail-delayed', 'out-of-office-exchange', 'postfix-unknown-user'])
      await comesBack(name, returnPath)

    expect(JSON.stringify((await letterOf(site, id)).events)).not.toMatch(/tamsworthy|mira|testwood|bounces\+/i)
    expect(site.logLines.join('\n')).not.toMatch(/tamsworthy|ada\.office/i)
  })
})

describe('what is about no letter of ours', () => {
  test.each(['postfix-unknown-user', 'postfix-delivered', 'mailbox-full', 'arf-abuse'])(
    'a %s to a forged return path changes nothing',
    async (name) => {
      const { id } = await sentLetter()
      const forged = returnPathFor(keysFromRoot(Buffer.alloc(32, 3)).derive('return-path'), 'localhost', id)
      const before = await stored()

      expect(await comesBack(name, forged)).toBe('not-ours')
      expect(await stored()).toEqual(before)
      expect(await refusedAddresses()).toEqual([])
    },
  )

  test('a return path of another letter’s number with this one’s proof is forged too', async () => {
    const [one, other] = [await sentLetter(), await sentLetter()]
    const mixed = one.returnPath.replace(/\+[^-]+/, /\+[^-]+/.exec(other.returnPath)?.[0] ?? '')

    expect(mixed).not.toBe(one.returnPath)
    expect(await comesBack('postfix-unknown-user', mixed)).toBe('not-ours')
  })

  test('a letter that is deleted is not known any more', async () => {
    const { id, returnPath } = await sentLetter()
    await rowsOf(site, 'delete from letters where id = $1', [id])

    expect(await comesBack('postfix-unknown-user', returnPath)).toBe('unknown-letter')
    expect(await refusedAddresses()).toEqual([])
  })
})

describe('the command', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-bounces-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Settings with a key of their own, and a message to the return path that it makes. */
  function prepare(id: string, name: string): { env: Record<string, string>; text: Buffer } {
    const keyFile = newKeyFile()
    writeFileSync(join(folder, 'secret.key'), keyFile)
    const { connectionString = '' } = site.ctx.pool.options
    const env = { DATA_DIR: folder, DATABASE_URL: connectionString, SECRET_KEY_FILE: join(folder, 'secret.key') }
    return { env, text: message(name, returnPathFor(readKeyFile(keyFile).derive('return-path'), 'localhost', id)) }
  }

  async function run(env: Record<string, string>, ...args: string[]): Promise<{ code: number; lines: string[] }> {
    const lines: string[] = []
    const code = await mailCommand(
      () => loadConfig(env),
      args,
      (line) => lines.push(line),
    )
    return { code, lines }
  }

  test('takes a message from a file', async () => {
    const { id } = await sentLetter()
    const { env, text } = prepare(id, 'postfix-unknown-user')
    writeFileSync(join(folder, 'bounce.eml'), text)
    const first = await run(env, 'bounce', join(folder, 'bounce.eml'))
    const second = await run(env, 'bounce', join(folder, 'bounce.eml'))

    expect(first).toEqual({ code: 0, lines: [expect.stringMatching(/^ok {3}the letter came back/)] })
    expect(second).toEqual({ code: 0, lines: [expect.stringMatching(/^ok {3}this was known already/)] })
    expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print' })
  })

  test('takes a message from its standard input, as a mail server hands it over', async () => {
    const { id } = await sentLetter()
    const { env, text } = prepare(id, 'postfix-delivered')
    const child = spawn(process.execPath, ['server/cli/main.ts', 'mail', 'bounce', '-'], { env: { PATH: process.env['PATH'], ...env } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (output += part))
    child.stdin.end(text)
    const code = await new Promise((resolve) => child.on('close', resolve))

    expect({ code, output }).toEqual({ code: 0, output: 'ok   the office’s mail server has the letter\n' })
    expect(await letterOf(site, id)).toMatchObject({ state: 'delivered-to-server' })
  })

  test('says when a message names no letter of ours', async () => {
    const { id } = await sentLetter()
    const { env, text } = prepare(id, 'postfix-unknown-user')
    writeFileSync(join(folder, 'bounce.eml'), text)
    writeFileSync(join(folder, 'secret.key'), newKeyFile())

    expect(await run(env, 'bounce', join(folder, 'bounce.eml'))).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^BAD {2}the message names no/)],
    })
    expect(await letterOf(site, id)).toMatchObject({ state: 'sent' })
  })

  test.each([[[]], [['bounce']], [['bounce', 'a.eml', 'b.eml']], [['other', 'a.eml']]])(
    'given wrongly says how it is used: %j',
    async (args) => {
      expect(await run({}, ...args)).toEqual({ code: 2, lines: [expect.stringContaining('mail bounce <file>')] })
    },
  )
})
