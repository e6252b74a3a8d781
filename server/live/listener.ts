import pg from 'pg'
import type { Log } from '../lib/log.ts'

export type Listener = {
  /** Calls `handler` with the payload of each notification on the channel. */
  on(channel: string, handler: (payload: string) => void): void
  close(): Promise<void>
}

const reconnectMs = 1000

/**
 * The one connection of this process that listens to the database. It comes back by itself;
 * what was announced in between is lost, so every listener also looks now and then.
 */
export async function startListener(ctx: { databaseUrl: string; log: Log }, channels: string[]): Promise<Listener> {
  const handlers = new Map<string, ((payload: string) => void)[]>()
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: ctx.databaseUrl, application_name: 'countersign-listener', keepAlive: true })
    next.on('error', () => {
      // 'end' follows and reconnects.
    })
    next.on('end', () => {
      if (isClosed || client !== next) return
      client = null
      retry()
    })
    next.on('notification', ({ channel, payload = '' }) => {
      for (const handler of handlers.get(channel) ?? []) handler(payload)
    })
    await next.connect()
    for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`)
    client = next
  }

  function retry(): void {
    if (isClosed) return
    timer = setTimeout(() => {
      connect().catch((error: Error) => {
        ctx.log.warn({ reason: error.message }, 'listening to the database failed; trying again')
        retry()
      })
    }, reconnectMs)
  }

  await connect()
  return {
    on(channel, handler) {
      handlers.set(channel, [...(handlers.get(channel) ?? []), handler])
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await client?.end()
    },
  }
}
