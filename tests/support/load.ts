import { setTimeout as pause } from 'node:timers/promises'
import { aSigner, signaturesPath } from './process.ts'

export type Reply = { status: number; retryAfter: string | null; ms: number }

export type Load = {
  /** Keys (the `source` of each signature) written down after their 202 was read. */
  acknowledged: string[]
  /** Every key that was ever sent. */
  sent: string[]
  replies: Reply[]
  stop(): Promise<void>
}

const giveUpMs = 15_000
const afterRefusedMs = 20

/**
 * Signs without end, each client one signature after the other, and keeps the client's side of
 * the ledger. A refused or broken connection is borne: the next signature is tried instead.
 */
export function startLoad(url: string, clients: number): Load {
  const load: Load = { acknowledged: [], sent: [], replies: [], stop: async () => {} }
  let isStopped = false
  const running = Array.from({ length: clients }, async (_, client) => {
    for (let i = 0; !isStopped; i++) {
      if (!(await signOnce(load, url, `load-${process.pid}-${client}-${i}`))) await pause(afterRefusedMs)
    }
  })
  load.stop = async () => {
    isStopped = true
    await Promise.all(running)
  }
  return load
}

/** False when there was no answer at all. */
async function signOnce(load: Load, url: string, source: string): Promise<boolean> {
  const began = performance.now()
  load.sent.push(source)
  try {
    const reply = await fetch(`${url}${signaturesPath}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...aSigner(), country: 'GB', consent: true, source }),
      signal: AbortSignal.timeout(giveUpMs),
    })
    await reply.text()
    load.replies.push({ status: reply.status, retryAfter: reply.headers.get('retry-after'), ms: performance.now() - began })
    if (reply.status === 202) load.acknowledged.push(source)
    return reply.status === 202
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') load.replies.push({ status: 0, retryAfter: null, ms: giveUpMs })
    return false
  }
}
