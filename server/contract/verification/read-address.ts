import type { Bytes } from './bytes.ts'
import { concat } from './bytes.ts'
import { Fault } from './faults.ts'

export type Reading = {
  /** The answer may have so many bytes, and no more is read. */
  maxBytes: number
  /** Ends the reading early, with the signal's own error. */
  signal?: AbortSignal | undefined
  /** Called when the site asks to come back later, with the time. */
  onWait?: ((seconds: number) => void) | undefined
  /** An answer that is not whole by then is given up. */
  timeoutMs?: number
}

const defaultTimeoutMs = 30_000
const maxWaitSeconds = 300
const maxWaits = 20

/**
 * What an address answers; the same in the browser, where it may be relative, and in the command.
 * Where the site asks for patience (429, 503) it waits as long as asked and tries again.
 * @throws Fault unreachable, timed-out, too-large, nothing-counted, not-served
 */
export async function readAddress(address: string, reading: Reading): Promise<Bytes> {
  for (let wait = 0; ; wait++) {
    const reply = await request(address, reading)
    if (reply.status === 200) return reply.body
    const seconds = Math.min(reply.retryAfterSeconds ?? Number.POSITIVE_INFINITY, maxWaitSeconds)
    if (reply.retryAfterSeconds === null || wait === maxWaits) throw refusal(address, reply)
    reading.onWait?.(seconds)
    await pause(seconds * 1000, reading.signal)
  }
}

/** The same, as text in UTF-8. */
export async function readText(address: string, reading: Reading): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readAddress(address, reading))
}

type Reply = { status: number; retryAfterSeconds: number | null; body: Bytes }

async function request(address: string, { maxBytes, signal, timeoutMs = defaultTimeoutMs }: Reading): Promise<Reply> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(address, { cache: 'no-store', signal: signal ? AbortSignal.any([signal, timeout]) : timeout })
    const { status } = response
    const isBusy = status === 429 || status === 503
    const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10)
    // A problem document is short as well, and tells why.
    const body = await readBounded(response, status === 200 ? maxBytes : 16_384, address)
    return { status, retryAfterSeconds: isBusy && retryAfter >= 0 ? retryAfter : null, body }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof Fault) throw error
    if (timeout.aborted) throw new Fault('timed-out', address)
    const { code } = ((error as Error).cause ?? {}) as { code?: string }
    throw new Fault('unreachable', code ? `${address} (${code})` : address)
  }
}

async function readBounded(response: Response, maxBytes: number, address: string): Promise<Bytes> {
  const parts: Bytes[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    parts.push(part.value)
    length += part.value.length
    if (length > maxBytes) {
      await reader?.cancel()
      throw new Fault('too-large', address)
    }
  }
  return concat(...parts)
}

function refusal(address: string, reply: Reply): Fault {
  const isEmptyLog = /"type"\s*:\s*"\/problems\/not-in-log"/.test(new TextDecoder().decode(reply.body))
  if (isEmptyLog && address.endsWith('/checkpoint')) return new Fault('nothing-counted')
  return new Fault('not-served', `${address} (status ${reply.status})`)
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
  })
}
