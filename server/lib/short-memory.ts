export type ShortMemory<Value> = {
  /** The value of this key, no older than the life of the memory. Who asks at the same time shares one look-up. */
  get(key: string): Promise<Value | null>
}

/**
 * Remembers what `find` finds for a short time, so that a crowd that asks for the same asks the
 * database once. What is not there is looked for each time, and takes no place. With a life of 0
 * nothing is remembered.
 */
export function createShortMemory<Value>(
  lifeMs: number,
  maxKeys: number,
  find: (key: string) => Promise<Value | null>,
): ShortMemory<Value> {
  const kept = new Map<string, { value: Promise<Value | null>; until: number }>()
  return {
    get(key) {
      if (lifeMs === 0) return find(key)
      // Not the settable clock: how long something is remembered has nothing to do with what time it is.
      const now = performance.now()
      const known = kept.get(key)
      if (known && known.until > now) return known.value
      const value = find(key)
      const entry = { value, until: now + lifeMs }
      const forget = () => {
        if (kept.get(key) === entry) kept.delete(key)
      }
      value.then((found) => found ?? forget(), forget)
      if (kept.size >= maxKeys) kept.clear()
      kept.set(key, entry)
      return value
    },
  }
}
