/** Counts by key, kept here until they are written down together. */
export type Tally = {
  add(key: string, count?: number): void
  /** Writes down what has been counted since; called by itself every few seconds. */
  flush(): Promise<void>
  /** Writes down the rest. */
  close(): Promise<void>
}

/**
 * Counts what happens too often for a row each time, and may be lost in part: after a crash, what
 * was counted since the last writing. Never for what the count of a petition rests on.
 * @param write stores counts by key, in one statement; when it fails they are kept and written the next time
 */
export function createTally(everyMs: number, maxKeys: number, write: (counts: Map<string, number>) => Promise<void>): Tally {
  let counts = new Map<string, number>()
  let writing: Promise<void> = Promise.resolve()
  const timer = setInterval(() => void flush(), everyMs)
  timer.unref()

  const add = (key: string, count = 1) => {
    // Keys can come from outside; beyond a bound the newest are not counted.
    if (counts.size < maxKeys || counts.has(key)) counts.set(key, (counts.get(key) ?? 0) + count)
  }
  const flush = () => {
    writing = writing.then(async () => {
      if (counts.size === 0) return
      const given = counts
      counts = new Map()
      try {
        await write(given)
      } catch {
        // The database is away, which is noticed and said elsewhere: what was counted waits here.
        for (const [key, count] of given) counts.set(key, (counts.get(key) ?? 0) + count)
      }
    })
    return writing
  }
  return {
    add,
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
