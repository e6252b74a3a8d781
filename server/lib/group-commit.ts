/** What a writer's queue answers when it holds all that it may. */
export class QueueFull extends Error {}

export type GroupWriter<Row, Result> = {
  /** Resolves after the COMMIT that holds this row; rejects with `QueueFull` at once when full. */
  write(row: Row): Promise<Result>
  /** Refuses new rows and resolves when all accepted ones are settled. */
  close(): Promise<void>
}

export type GroupWriterOptions<Row, Result> = {
  /** Writes the rows in one transaction and answers one result per row, in order. */
  flush(rows: Row[]): Promise<Result[]>
  /** True for an error that no single row can be blamed for: all rows of the group fail with it. */
  isOutage(error: unknown): boolean
  maxRows: number
  maxQueued: number
  maxInFlight: number
}

type Waiting<Row, Result> = { row: Row; resolve(result: Result): void; reject(error: unknown): void }

/**
 * Group commit within one process: rows that wait together share one transaction, first come
 * first served. While a flush runs, the next group gathers; so the group grows with the load and
 * a lone row is written at once. A row that makes its group fail is found by halving, and only
 * that row fails.
 */
export function createGroupWriter<Row, Result>(options: GroupWriterOptions<Row, Result>): GroupWriter<Row, Result> {
  const queue: Waiting<Row, Result>[] = []
  let inFlight = 0
  let isScheduled = false
  const closing: (() => void)[] = []
  let isClosed = false

  function schedule(): void {
    if (isScheduled || queue.length === 0 || inFlight >= options.maxInFlight) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      const group = queue.splice(0, options.maxRows)
      if (group.length === 0) return
      inFlight++
      void settle(group).finally(() => {
        inFlight--
        if (inFlight === 0 && queue.length === 0) for (const resolve of closing.splice(0)) resolve()
        schedule()
      })
      schedule()
    })
  }

  async function settle(group: Waiting<Row, Result>[]): Promise<void> {
    try {
      const results = await options.flush(group.map((waiting) => waiting.row))
      group.forEach((waiting, i) => {
        waiting.resolve(results[i] as Result)
      })
    } catch (error) {
      if (group.length === 1 || options.isOutage(error)) {
        for (const waiting of group) waiting.reject(error)
        return
      }
      const half = Math.ceil(group.length / 2)
      await settle(group.slice(0, half))
      await settle(group.slice(half))
    }
  }

  return {
    write(row) {
      if (isClosed || queue.length >= options.maxQueued) return Promise.reject(new QueueFull())
      return new Promise((resolve, reject) => {
        queue.push({ row, resolve, reject })
        schedule()
      })
    },
    async close() {
      isClosed = true
      if (inFlight === 0 && queue.length === 0 && !isScheduled) return
      await new Promise<void>((resolve) => {
        closing.push(resolve)
        schedule()
      })
    },
  }
}
