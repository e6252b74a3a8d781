import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { ConfigError } from '../../server/config.ts'
import { loadConfig } from '../../server/config.ts'
import { settings } from '../../server/settings.ts'

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://sign.example.org',
  SMTP_URL: 'smtp://mail.example.org',
  SECRET_KEY_FILE: '/etc/countersign/secret.key',
  DATA_DIR: '/var/lib/countersign',
  SITE_NAME: 'Test site',
  SITE_OPERATOR: 'Test operator',
  SITE_CONTACT: 'contact@example.org',
}

/** What is wrong with the settings; empty when they are taken. */
function faultsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env)
    return []
  } catch (error) {
    return (error as ConfigError).faults
  }
}

test('nothing set is enough to try out, on this machine only', () => {
  const config = loadConfig({})

  expect(config).toMatchObject({
    http: { port: 3000, host: '127.0.0.1', trustProxy: [] },
    data: { dir: resolve('.data'), databaseUrl: null, redisUrl: null },
    mail: { smtpUrl: null, from: 'mail@localhost' },
    secretKeyFile: null,
    site: { name: 'Countersign', operator: null, contact: null, sourceUrl: null, isTryOut: true },
    role: 'all',
    logLevel: 'info',
    isProduction: false,
    limits: { signaturesPerMinute: 60, signaturesPerHour: 600, linksPerMinute: 30, readsPerMinute: 1200 },
  })
  expect(config.http.publicUrl.href).toBe('http://localhost:3000/')
})

test('the public address follows the port unless it is set', () => {
  expect(loadConfig({ PORT: '4000' }).http.publicUrl.href).toBe('http://localhost:4000/')
  expect(loadConfig({ PORT: '4000', PUBLIC_URL: 'https://sign.example.org' }).http.publicUrl.href).toBe('https://sign.example.org/')
})

test('complete settings start a production site', () => {
  const config = loadConfig(production)

  expect(config.isProduction).toBe(true)
  expect(config.site.isTryOut).toBe(false)
  expect(config.mail.from).toBe('mail@sign.example.org')
})

test.each([
  ['SMTP_URL', undefined],
  ['SECRET_KEY_FILE', undefined],
  ['SITE_NAME', undefined],
  ['SITE_OPERATOR', undefined],
  ['SITE_CONTACT', undefined],
  ['PUBLIC_URL', undefined],
  ['PUBLIC_URL', 'http://sign.example.org'],
  ['SECRET_KEY_FILE', '/var/lib/countersign/secret.key'],
  ['SECRET_KEY_FILE', '/var/lib/countersign/keys/secret.key'],
  ['SECRET_KEY_FILE', '/var/lib/countersign/../countersign/secret.key'],
  ['SECRET_KEY_FILE', '/var/lib/countersign'],
])('production refuses to start with %s as %s, and says which setting', (name, value) => {
  expect(faultsOf({ ...production, [name]: value })).toEqual([expect.stringMatching(`^${name} must `)])
})

test('a key file in a folder whose name only begins alike is outside', () => {
  expect(faultsOf({ ...production, SECRET_KEY_FILE: '/var/lib/countersign-keys/secret.key' })).toEqual([])
  expect(faultsOf({ ...production, DATA_DIR: '/var/lib/x', SECRET_KEY_FILE: '/var/lib/..x/secret.key' })).toEqual([])
})

test('everything that production lacks is said at once', () => {
  const faults = faultsOf({ NODE_ENV: 'production' })

  expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
    'SMTP_URL',
    'SECRET_KEY_FILE',
    'SITE_NAME',
    'SITE_OPERATOR',
    'SITE_CONTACT',
    'PUBLIC_URL',
  ])
})

test('everything that is malformed is said at once', () => {
  const faults = faultsOf({ PORT: 'x', SMTP_URL: 'mail', ROLE: 'cook', TRUST_PROXY: 'true', MAIL_FROM: 'Ana <a@example.org>' })

  expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['PORT', 'SMTP_URL', 'MAIL_FROM', 'TRUST_PROXY', 'ROLE'])
})

test.each(['0.0.0.0', '::', '192.0.2.1', 'sign.example.org', '127.evil.example.org'])(
  'the development mailbox is never opened on %s',
  (host) => {
    expect(faultsOf({ HOST: host })).toEqual([expect.stringMatching(/^SMTP_URL must be set when HOST is/)])
    expect(faultsOf({ HOST: host, SMTP_URL: 'smtp://mail.example.org' })).toEqual([])
  },
)

test.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('%s is this machine', (host) => {
  expect(faultsOf({ HOST: host })).toEqual([])
})

test.each(['10.0.0.0/8', '10.0.0.1', '10.0.0.0/8, 2001:db8::/32', '::1', '', ' , '])(
  'TRUST_PROXY takes addresses and ranges: %j',
  (value) => {
    expect(faultsOf({ TRUST_PROXY: value })).toEqual([])
  },
)

test.each([
  'true',
  '1',
  'all',
  '*',
  'loopback',
  '10.0.0.0/33',
  '10.0.0.0/0',
  '10.0.0.0/8/8',
  '10.0.0.0/',
  '2001:db8::/129',
  '10.0.0',
  'a.example.org',
])('TRUST_PROXY believes nobody by %j', (value) => {
  expect(faultsOf({ TRUST_PROXY: value })).toEqual([expect.stringMatching(/^TRUST_PROXY must be addresses or CIDR ranges/)])
})

test.each([
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '1.5'],
  ['PUBLIC_URL', 'sign.example.org'],
  ['PUBLIC_URL', 'ftp://sign.example.org'],
  ['DATABASE_URL', 'mysql://db.example.org/x'],
  ['SMTP_URL', 'https://mail.example.org'],
  ['REDIS_URL', 'http://cache.example.org'],
  ['MAIL_FROM', 'nobody'],
  ['LOG_LEVEL', 'loud'],
  ['SITE_CONTACT', 'nobody'],
  ['SOURCE_URL', 'http://code.example.org'],
  ['SOURCE_URL', 'javascript:alert(1)'],
  ['SOURCE_URL', 'code.example.org'],
  ['LIMIT_SIGNATURES_PER_MINUTE', '0'],
  ['LIMIT_READS_PER_MINUTE', 'many'],
])('%s refuses %s', (name, value) => {
  expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(`^${name} must `)])
})

test('no fault shows a secret', () => {
  const faults = faultsOf({ DATABASE_URL: 'mysql://user:hunter2@db.example.org/x', SMTP_URL: 'http://user:hunter2@mail.example.org' })

  expect(faults).toHaveLength(2)
  expect(faults.join()).not.toContain('hunter2')
})

test('an empty variable counts as unset, as in a compose file', () => {
  const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']))

  expect(loadConfig(empty)).toEqual(loadConfig({}))
})

test('settings are read from what is given and from nothing else, and cannot be changed', () => {
  const env = Object.freeze({ PORT: '4000', UNRELATED: 'x' })

  const config = loadConfig(env)

  expect(config).toEqual(loadConfig(env))
  expect(Object.isFrozen(config)).toBe(true)
})
