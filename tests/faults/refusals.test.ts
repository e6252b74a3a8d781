import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newKeyFile } from '../../server/lib/keys.ts'
import { isServer, newDataDir, runCli, serverPid, startProgram, startReady, usedDataDir } from '../support/process.ts'

const complete = {
  NODE_ENV: 'production',
  SMTP_URL: 'smtp://127.0.0.1:2525',
  SECRET_KEY_FILE: '/nowhere/secret.key',
  SITE_NAME: 'Test site',
  SITE_OPERATOR: 'Test operator',
  SITE_CONTACT: 'contact@example.org',
  PUBLIC_URL: 'https://sign.example.org',
}

test.for<[string, Record<string, string>, string[]]>([
  [
    'production with nothing set',
    { NODE_ENV: 'production' },
    [
      'SMTP_URL must be set in production',
      'SECRET_KEY_FILE must be set in production',
      'SITE_NAME must be set in production',
      'SITE_OPERATOR must be set in production',
      'SITE_CONTACT must be set in production',
      'PUBLIC_URL must begin with https:// in production',
    ],
  ],
  ['production with a key that is not there', complete, ['SECRET_KEY_FILE /nowhere/secret.key does not exist']],
  ['production without TLS', { ...complete, PUBLIC_URL: 'http://sign.example.org' }, ['PUBLIC_URL must begin with https:// in production']],
  ['a public address without SMTP_URL', { HOST: '0.0.0.0' }, ['SMTP_URL must be set when HOST is 0.0.0.0']],
  ['settings that make no sense', { PORT: 'http', ROLE: 'both' }, ['PORT must be a number', 'ROLE must be all, web or worker']],
])('%s: start refuses, says all that is wrong at once, and leaves nothing running', async ([, env, sentences]) => {
  const dataDir = newDataDir()
  const program = await startProgram({ dataDir, env })

  const code = await program.ended

  expect(code).toBe(1)
  for (const sentence of sentences) expect(program.output()).toContain(sentence)
  expect(program.output()).not.toContain('is ready')
  expect(isServer(serverPid(dataDir))).toBe(false)
})

test('doctor finds a site in order, with the server running and without, and names a wrong or missing key', async () => {
  const dataDir = usedDataDir()
  const wrongKey = join(dataDir, 'wrong.key')
  writeFileSync(wrongKey, newKeyFile(), { mode: 0o600 })
  const program = await startReady({ dataDir })

  const beside = await runCli(['doctor'], { dataDir })
  const isStillServing = isServer(serverPid(dataDir)) && (await fetch(`${program.url}/readyz`)).ok
  program.kill('SIGTERM')
  await program.ended
  const alone = await runCli(['doctor'], { dataDir })
  const isLeft = isServer(serverPid(dataDir))
  renameSync(join(dataDir, 'secret.key'), join(dataDir, 'kept.key'))
  const missing = await runCli(['doctor'], { dataDir })
  const isKeyMade = existsSync(join(dataDir, 'secret.key'))
  const wrong = await runCli(['doctor'], { dataDir, env: { SECRET_KEY_FILE: wrongKey } })

  expect(beside).toMatchObject({ code: 0, output: expect.stringContaining('ok   secret key: fits this database') })
  expect(isStillServing).toBe(true)
  expect(alone).toMatchObject({ code: 0, output: expect.stringContaining('ok   secret key: fits this database') })
  expect(isLeft).toBe(false)
  expect(missing).toMatchObject({ code: 1, output: expect.stringContaining('secret.key is missing; restore it from your own copy') })
  expect(isKeyMade).toBe(false)
  expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('BAD  secret key: the secret key is not the one') })
})

test('start refuses a database whose key is missing, says which file, and makes none in its place', async () => {
  const dataDir = newDataDir()
  const keyFile = join(dataDir, 'secret.key')
  const first = await startReady({ dataDir })
  first.kill('SIGTERM')
  await first.ended
  renameSync(keyFile, join(dataDir, 'kept.key'))

  const without = await startProgram({ dataDir })
  const code = await without.ended
  const made = existsSync(keyFile)
  const left = isServer(serverPid(dataDir))
  renameSync(join(dataDir, 'kept.key'), keyFile)
  const restored = await startReady({ dataDir })

  expect(code).toBe(1)
  expect(without.output()).toContain(`Countersign cannot start: ${keyFile} is missing; restore it from your own copy`)
  expect(made).toBe(false)
  expect(left).toBe(false)
  expect((await fetch(`${restored.url}/readyz`)).status).toBe(200)
})
