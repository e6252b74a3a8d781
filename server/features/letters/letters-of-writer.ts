import type { OwnLetter } from '#contract/letters.ts'
import type { Handle } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Keys } from '../../lib/keys.ts'
import { eraseLettersOf, listLettersOf } from './queries.ts'
import { documentOf, mintLetterToken } from './read-letter.ts'
import { addressIndexOf } from './rules.ts'
import type { WriteContext } from './write-letter.ts'

/** Whether anything is kept of letters of an address, confirmed or not. */
export async function hasLetters(db: Handle, keys: Keys, address: string): Promise<boolean> {
  return (await listLettersOf(db, addressIndexOf(keys, address))).length > 0
}

/**
 * The letters of an address, for its owner. Of those that nobody has confirmed only that they are there is
 * told: somebody else may have typed the address.
 */
export async function lettersOf(ctx: WriteContext, address: string): Promise<OwnLetter[]> {
  const rows = await listLettersOf(ctx.db, addressIndexOf(ctx.keys, address))
  return rows.map((row) => {
    const isTheirs = row.state !== 'draft'
    return {
      ask: row.askId,
      state: row.state,
      recipientName: (isTheirs && documentOf(ctx, row)?.recipient.name) || null,
      at: (row.confirmedAt ?? row.createdAt).toISOString(),
      path: isTheirs ? `/letters/${mintLetterToken(ctx, row.id)}` : null,
    }
  })
}

/** Deletes letters of an address that have not gone, and all that was written in the others. Resolves after COMMIT. */
export async function eraseLettersFor(ctx: WriteContext, address: string): Promise<void> {
  await inTransaction(ctx.db, (tx) => eraseLettersOf(tx, addressIndexOf(ctx.keys, address)))
}
