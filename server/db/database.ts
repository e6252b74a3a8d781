import { DrizzleQueryError } from 'drizzle-orm/errors'
import type { NodePgDatabase, NodePgTransaction } from 'drizzle-orm/node-postgres'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'

/** What queries take: the database, or the transaction that they must run inside. */
export type Database = NodePgDatabase<Record<string, never>>
export type Transaction = NodePgTransaction<Record<string, never>, never>
export type Handle = Database | Transaction

export type DatabaseOptions = {
  url: string
  maxConnections: number
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  onConnectionLost(error: Error): void
}

/** A pool of connections, and drizzle on it. */
export function openDatabase(options: DatabaseOptions): { pool: pg.Pool; db: Database } {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    application_name: 'countersign',
    connectionTimeoutMillis: 5000,
    // A statement that hangs must not hold a signer's request for ever.
    statement_timeout: 30_000,
  })
  pool.on('error', options.onConnectionLost)
  // A connection that breaks while it is lent out emits on the client, not on the pool.
  pool.on('connect', (client) => client.on('error', options.onConnectionLost))
  return { pool, db: drizzle(pool) }
}

/** Runs `work` in one transaction, as `retrying` does. */
export function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return retrying(() => db.transaction((tx) => work(tx as Transaction)))
}

/**
 * Runs `work`, a transaction or a statement that is one. Serialization failures and deadlocks are
 * tried again, three times in all, so `work` must do nothing that cannot be done twice.
 */
export async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= 3 || !isRetryable(error)) throw withoutParameters(error)
    }
  }
}

/** SQLSTATE of a PostgreSQL error, also when drizzle has wrapped it. */
export function sqlState(error: unknown): string | null {
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return null
}

/**
 * True for faults of the connection or the server (classes 08, 53, 57 and Node's own network
 * codes), which no single statement can be blamed for.
 */
export function isOutage(error: unknown): boolean {
  const code = sqlState(error)
  if (code === null) {
    const message = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : ''
    return /connection|timeout|terminat/i.test(message)
  }
  return /^(08|53|57)/.test(code) || /^E[A-Z]+$/.test(code)
}

/**
 * The error without the statement's parameters, which drizzle puts into its message and which
 * may be personal data: nothing else of it may reach a log.
 */
export function withoutParameters(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause ? error.cause : error
}

function isRetryable(error: unknown): boolean {
  const code = sqlState(error)
  return code === '40001' || code === '40P01'
}
