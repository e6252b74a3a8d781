import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../server/lib/clock.ts'
import { readKeyFile } from '../../server/lib/keys.ts'
import { aSigner, query, signaturesPath } from './process.ts'
import { confirmTokenOf } from './shortcuts.ts'

export type Reply = { status: number; retryAfter: string | null; ms: number }

/** The client's side of the ledger. A key is the `source` of a signature. */
export type Ledger = {
  /** Written down before the request is sent. */
  sent: string[]
  /** Written down after the reply that grants it was read. */
  acknowledged: string[]
}

export type Load = {
  signed: Ledger
  confirmed: Ledger
  replies: Reply[]
  /** Brings the clients what the mails of all stored submissions would; each mail comes once. */
  bringMails(dataDir: string): Promise<void>
  stop(): Promise<void>
}

type Mail = { source: string; token: string }

const giveUpMs = 15_000
/** Long enough to leave a program that is starting the processor. */
const afterRefusedMs = 50

/**
 * Signs and confirms without end: each client signs once, then opens one mail, whoever's, if any
 * has come. A refused or broken connection is borne: the next signature is tried instead, and the
 * mail is opened again later.
 */
export function startLoad(url: string, clients: number): Load {
  const mails: Mail[] = []
  const brought = new Set<string>()
  let isStopped = false
  const load: Load = {
    signed: { sent: [], acknowledged: [] },
    confirmed: { sent: [], acknowledged: [] },
    replies: [],
    async bringMails(dataDir) {
      const keys = readKeyFile(readFileSync(join(dataDir, 'secret.key'), 'utf8'))
      for (const { id, source } of await query<{ id: string; source: string }>(dataDir, 'select id, source from submissions')) {
        if (!brought.has(id)) mails.push({ source, token: confirmTokenOf({ keys, clock: systemClock }, id) })
        brought.add(id)
      }
    },
    async stop() {
      isStopped = true
      await Promise.all(running)
    },
  }
  const running = Array.from({ length: clients }, async (_, client) => {
    for (let i = 0; !isStopped; i++) {
      await signOnce(load, url, `load-${process.pid}-${client}-${i}`)
      const mail = mails.shift()
      if (mail && !(await confirmOnce(load, url, mail))) mails.push(mail)
    }
  })
  return load
}

function signOnce(load: Load, url: string, source: string): Promise<boolean> {
  const body = { ...aSigner(), country: 'GB', consent: true, source }
  return post(load, { ledger: load.signed, key: source, address: `${url}${signaturesPath}`, body, granted: 202 })
}

function confirmOnce(load: Load, url: string, { source, token }: Mail): Promise<boolean> {
  return post(load, { ledger: load.confirmed, key: source, address: `${url}/api/v1/confirmations`, body: { token }, granted: 200 })
}

type Request = { ledger: Ledger; key: string; address: string; body: object; granted: number }

/** False, after a pause, when it was not granted, or when there was no answer at all. */
async function post(load: Load, request: Request): Promise<boolean> {
  const isGranted = await postAtOnce(load, request)
  if (!isGranted) await pause(afterRefusedMs)
  return isGranted
}

async function postAtOnce(load: Load, { ledger, key, address, body, granted }: Request): Promise<boolean> {
  const began = performance.now()
  ledger.sent.push(key)
  try {
    const reply = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(giveUpMs),
    })
    await reply.text()
    load.replies.push({ status: reply.status, retryAfter: reply.headers.get('retry-after'), ms: performance.now() - began })
    if (reply.status === granted) ledger.acknowledged.push(key)
    return reply.status === granted
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') load.replies.push({ status: 0, retryAfter: null, ms: giveUpMs })
    return false
  }
}
