import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The built site over an empty data folder of its own, as an operator has set it up. */
const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-'))
const child = spawn(process.execPath, ['server/main.ts'], {
  stdio: 'inherit',
  env: {
    PATH: process.env['PATH'],
    PORT: process.env['PORT'],
    DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    SITE_NAME: 'Countersign',
    SITE_OPERATOR: 'the operator of this test',
    SITE_CONTACT: 'contact@example.org',
    REVIEWED_LOCALES: 'de,fr,he',
    LIMIT_SIGNATURES_PER_MINUTE: '500',
    LIMIT_UNPROVEN_PER_MINUTE: '200',
    LIMIT_LINKS_PER_MINUTE: '500',
  },
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  rmSync(folder, { recursive: true, force: true })
  process.exit(code ?? 1)
})
