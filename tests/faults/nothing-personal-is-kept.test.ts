import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aSigner, isServer, runErrand, serverPid, sign, startReady, until, untilBack, usedDataDir } from '../support/process.ts'

/** The mailbox is the try-out's own post office; the key file holds no data. */
const isExempt = (path: string) => path.startsWith('mailbox/') || path === 'secret.key'

/** How a text might be written down: as it is, and as PostgreSQL or a log would print its bytes. */
const spellings = (text: string) => [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64').slice(0, -4)]

test('after the errand, also one with failures, no file of the database and no log holds the signer’s address or name', async () => {
  const dataDir = usedDataDir()
  const signer = { ...aSigner(), givenName: 'Zephyrinella', familyName: 'Quackenfordt' }
  const program = await startReady({ dataDir, env: { LOG_LEVEL: 'trace' } })
  await runErrand(program.url, signer, 1)
  await sign(program.url, signer)
  await sign(program.url, { ...signer, familyName: `${signer.familyName}\u0000` })
  const database = serverPid(dataDir) ?? 0
  process.kill(database, 'SIGKILL')
  await until('the server is gone', () => !isServer(database))
  await sign(program.url, { ...signer, email: `other-${signer.email}` })
  await untilBack(program.url)
  program.kill('SIGTERM')
  await program.ended

  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1))
    .filter((path) => !isExempt(path))
  const texts = [signer.email, signer.email.split('@')[0] ?? '', signer.givenName, signer.familyName].flatMap(spellings)
  const found = files.flatMap((path) => {
    const bytes = readFileSync(join(dataDir, path))
    return texts.filter((text) => bytes.includes(text)).map((text) => `${path}: ${text}`)
  })

  expect(files.length).toBeGreaterThan(500)
  expect(files.filter((path) => /pg_wal\/[0-9A-F]{24}$/.test(path)).length).toBeGreaterThan(0)
  expect(found).toEqual([])
  expect(texts.filter((text) => program.output().includes(text))).toEqual([])
})
