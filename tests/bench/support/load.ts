import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What differs between requests, written where the body has its `%`: a counter, or items of one width from a file. */
type Differing = { from: number; digits: number } | { file: string; width: number }

/** Request line and headers with their line ends; `body` null for a GET. */
type Request = { head: string; body: string | null; differing: Differing | null }

export type LoadPlan = Request & { port: number; connections: number; seconds: number }

export type LoadResult = {
  replies: number
  statuses: Record<number, number>
  seconds: number
  medianMs: number
  p99Ms: number
  /** How many cores the load generator itself was busy with. */
  cores: number
}

export type Load = {
  /** Replies per second. @throws Error when any reply has another status than the one expected */
  run(plan: LoadPlan, expectedStatus: number): Promise<LoadResult & { perSecond: number }>
  stop(): void
}

/** How requests are made, in words for the report. */
export const loadInWords =
  'one process, sockets kept alive, the next request on each when the reply to the last was read whole, all from one address'

/** The load generator: one process for all runs. */
export function startLoad(): Load {
  const child: ChildProcess = fork(fileURLToPath(new URL('load-process.ts', import.meta.url)), { execArgv: [] })
  return {
    async run(plan, expectedStatus) {
      const answered = new Promise<LoadResult | { error: string }>((resolve, reject) => {
        child.once('message', resolve)
        child.once('exit', () => reject(new Error('the load generator ended')))
      })
      child.send(plan)
      const result = await answered
      child.removeAllListeners('exit')
      if ('error' in result) throw new Error(`the load on port ${plan.port} failed: ${result.error}`)
      if (Object.keys(result.statuses).join() !== String(expectedStatus)) {
        throw new Error(`expected nothing but ${expectedStatus}, got ${JSON.stringify(result.statuses)}`)
      }
      return { ...result, perSecond: result.replies / result.seconds }
    },
    stop: () => void child.kill(),
  }
}

const browserHeaders = [
  'user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'accept-language: en-GB,en;q=0.8',
  'connection: keep-alive',
]

/** A GET of one address. */
export function get(path: string, accept: string): Request {
  return { head: headOf(`GET ${path}`, [`accept: ${accept}`]), body: null, differing: null }
}

/** A POST of JSON; `%` in it stands for what differs. */
export function post(path: string, body: string, differing: Differing): Request {
  return { head: headOf(`POST ${path}`, ['accept: application/json', 'content-type: application/json']), body, differing }
}

function headOf(target: string, headers: string[]): string {
  return `${[`${target} HTTP/1.1`, 'host: localhost', ...browserHeaders, ...headers].join('\r\n')}\r\n`
}
