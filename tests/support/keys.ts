import type { Keys } from '../../server/lib/keys.ts'
import { keysFromRoot } from '../../server/lib/keys.ts'

/** Keys that are the same in every run; each `seed` gives others. */
export function testKeys(seed = 7): Keys {
  return keysFromRoot(Buffer.alloc(32, seed))
}
