import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, promisify } from 'node:util'
import { authenticate } from 'mailauth'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doctor } from '../../server/cli/doctor.ts'
import { loadConfig } from '../../server/config.ts'
import { keyFolder } from '../../server/key-file.ts'
import { dkimRecord, findDkimKey, loadDkimKey } from '../../server/mail/dkim-key.ts'
import type { OutgoingMail } from '../../server/mail/mailer.ts'
import { createEmailRenderer } from '../../server/mail/render-email.ts'
import { createSmtpMailer } from '../../server/mail/smtp-mailer.ts'
import { createTestDatabase } from '../support/database.ts'
import { startSmtpSink } from '../support/smtp-server.ts'

const from = 'letters@act.example.org'
const recordName = 'cs1._domainkey.act.example.org'
const site = { name: 'Test site', operator: 'Test operator', contact: 'contact@example.org', publicUrl: 'https://sign.example.org/' }

let folder: string
let keyFile: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-dkim-'))
  keyFile = join(folder, 'dkim-cs1.pem')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A mail as the server of a mailbox gets it. */
async function receive(mail: Partial<OutgoingMail> = {}): Promise<string> {
  const sink = await startSmtpSink()
  const mailer = createSmtpMailer({
    smtpUrl: sink.url,
    from,
    fromName: 'Test site',
    render: createEmailRenderer(site),
    dkim: loadDkimKey(folder, from),
  })
  await mailer.send({
    to: 'mira@house.example.net',
    messageId: 'letter-1',
    message: { subject: 'Please answer: ä', text: 'Dear office,\n\n.\n Grüße  \n', html: '<p>Dear office</p>' },
    ...mail,
  })
  await mailer.close()
  await sink.close()
  return sink.accepted[0]?.raw ?? ''
}

/** Judges a mail as a receiver does, by the records that our domain publishes. */
async function judge(raw: string) {
  const records: Record<string, string> = {
    [recordName]: dkimRecord(loadDkimKey(folder, from)).value,
    '_dmarc.act.example.org': 'v=DMARC1; p=reject; adkim=s',
  }
  const resolver = async (name: string, type: string) => {
    const record = type === 'TXT' ? records[name] : undefined
    // As a DNS server does: in pieces of 255 characters.
    if (record) return [record.match(/.{1,255}/g) ?? []]
    throw Object.assign(new Error('no such record'), { code: 'ENOTFOUND' })
  }
  const { dkim, dmarc } = await authenticate(raw, {
    resolver,
    ip: '192.0.2.1',
    helo: 'relay.example.net',
    sender: from,
    mta: 'mx.house.example.net',
    disableArc: true,
    disableBimi: true,
  })
  const [signature, ...more] = dkim.results
  return { result: signature?.status.result, aligned: signature?.status.aligned, dmarc: dmarc ? dmarc.status.result : null, more }
}

test('mail by SMTP is signed for the domain of our address, so that a receiver with DMARC takes it for ours', async () => {
  const raw = await receive()

  expect(await judge(raw)).toEqual({ result: 'pass', aligned: 'act.example.org', dmarc: 'pass', more: [] })
  expect(raw).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=act\.example\.org;/m)
})

test('a letter’s sender, recipient, answers, subject and text are under the signature', async () => {
  const letter = {
    fromName: 'Zoë Muster via Test site',
    replyTo: { name: 'Zoë Muster', address: 'zoe@example.org' },
    returnPath: 'bounces+1@act.example.org',
  }
  const raw = await receive(letter)
  const alter = (pattern: RegExp, by: string) => judge(raw.replace(pattern, by))

  const altered = await Promise.all([
    alter(/^From: .*$/m, 'From: Somebody <letters@act.example.org>'),
    alter(/^To: .*$/m, 'To: other@house.example.net'),
    alter(/^Reply-To: .*$/m, 'Reply-To: other@example.org'),
    alter(/^Subject: .*$/m, 'Subject: Do not answer'),
    alter(/^Date: .*$/m, 'Date: Mon, 23 Nov 2020 12:00:00 +0000'),
    alter(/^Message-ID: .*$/m, 'Message-ID: <other@act.example.org>'),
    alter(/Dear office,/, 'Dear nobody,'),
  ])

  expect(await judge(raw)).toMatchObject({ result: 'pass', dmarc: 'pass' })
  expect(altered.map(({ dmarc }) => dmarc)).toEqual(Array(7).fill('fail'))
  expect(altered.map(({ result }) => result)).not.toContain('pass')
})

test('without the record, or with another key’s, nothing is taken for ours', async () => {
  const raw = await receive()
  rmSync(keyFile)

  expect(await judge(raw)).toMatchObject({ result: 'fail', dmarc: 'fail' })
})

test('the key is made once, beside the secret key, for its owner alone, and stays', () => {
  const beside = keyFolder(join(folder, 'secret.key'), '/nowhere')

  const none = findDkimKey(beside, from)
  const first = loadDkimKey(beside, from)
  const second = loadDkimKey(beside, from)

  expect(none).toBeNull()
  expect(readdirSync(folder)).toEqual(['dkim-cs1.pem'])
  expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  expect(second.privateKey.equals(first.privateKey)).toBe(true)
  expect(first.privateKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
  expect(dkimRecord(first)).toEqual({ name: recordName, value: expect.stringMatching(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{392}$/) })
})

test('without a named secret key the key is in the data folder', () => {
  expect(keyFolder(null, folder)).toBe(folder)
})

test('processes that start together agree on one key and leave nothing else', async () => {
  const module = new URL('../../server/mail/dkim-key.ts', import.meta.url).href
  const script = `import { dkimRecord, loadDkimKey } from ${JSON.stringify(module)}
    process.stdout.write(dkimRecord(loadDkimKey(${JSON.stringify(folder)}, ${JSON.stringify(from)})).value)`

  const outputs = await Promise.all(
    Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])),
  )

  expect(new Set(outputs.map(({ stdout }) => stdout))).toEqual(new Set([dkimRecord(loadDkimKey(folder, from)).value]))
  expect(readdirSync(folder)).toEqual(['dkim-cs1.pem'])
})

test('a domain with other letters is signed for as DNS knows it', () => {
  expect(dkimRecord(loadDkimKey(folder, 'mail@Bücher.example.org')).name).toBe('cs1._domainkey.xn--bcher-kva.example.org')
})

test('printing the key shows nothing of it', () => {
  const key = loadDkimKey(folder, from)
  const secret = readFileSync(keyFile, 'utf8').split('\n')[5] ?? ''

  const printed = `${inspect(key, { depth: 9, showHidden: true })}${JSON.stringify(key)}${key}`

  expect(secret).toHaveLength(64)
  expect(printed).not.toContain(secret)
  expect(printed).not.toContain('PRIVATE KEY')
})

test.each([
  ['nothing', ''],
  ['other words', 'not a key'],
  ['half a key', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).slice(0, 500)],
  ['a short key', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ['a key of another kind', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
])('a key file that holds %s is refused, without showing it', (_, content) => {
  writeFileSync(keyFile, content)

  const message = failureOf(() => loadDkimKey(folder, from))

  expect(message).toBe(
    `${keyFile} does not hold an RSA key of 2048 bits in PEM; put your own copy back, or delete the file: the next start makes another, and its record must be published in the place of the old one`,
  )
})

test('a key made with openssl is taken', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs1', format: 'pem' }))

  expect(loadDkimKey(folder, from).privateKey.equals(privateKey)).toBe(true)
})

test('a key that cannot be read, or not be kept, is told with its fix', () => {
  mkdirSync(keyFile)
  const unreadable = failureOf(() => loadDkimKey(folder, from))
  rmSync(keyFile, { recursive: true })
  symlinkSync(join(folder, 'nowhere', 'key.pem'), keyFile)
  const unkept = failureOf(() => loadDkimKey(folder, from))

  expect(unreadable).toContain(`cannot be read from ${keyFile} (EISDIR); let the user that runs this program read that file`)
  expect(unkept).toContain(
    `cannot be kept in ${keyFile} (ENOENT); let this program write to that folder, or make the key there yourself: openssl genrsa`,
  )
})

test('doctor prints the record to publish, says when there is no key yet or none that can be used, and makes none', async () => {
  const database = await createTestDatabase()
  const env = { DATA_DIR: folder, DATABASE_URL: database.url, MAIL_FROM: from }
  const linesOf = async (more: Record<string, string>) => {
    const lines: string[] = []
    await doctor(loadConfig({ ...env, ...more }), (line) => lines.push(line))
    return lines.filter((line) => line.includes('DKIM:'))
  }
  const bySmtp = { SMTP_URL: 'smtp://127.0.0.1:1' }

  const before = await linesOf(bySmtp)
  const { value } = dkimRecord(loadDkimKey(folder, from))
  const after = await linesOf(bySmtp)
  const inTheMailbox = await linesOf({})
  writeFileSync(keyFile, 'broken')
  const broken = await linesOf(bySmtp)
  await database.drop()

  expect(before).toEqual(['BAD  DKIM: mail is not signed yet: npm start makes the key, or its log says why it cannot'])
  expect(after).toEqual([`ok   DKIM: mail is signed; publish ${recordName} TXT "${value}"`])
  expect(inTheMailbox).toEqual([])
  expect(broken).toEqual([expect.stringMatching(/^BAD {2}DKIM: .*dkim-cs1\.pem does not hold an RSA key/)])
})

function failureOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return (error as Error).message
  }
  return 'nothing failed'
}
