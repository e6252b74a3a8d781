import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Keys } from '../../lib/keys.ts'
import { insertVoid } from '../ledger/queries.ts'
import { findPetition } from '../petitions/queries.ts'
import { deleteMailCap } from './cap-queries.ts'
import type { Choices } from './queries.ts'
import { readSigner } from './read-signer.ts'
import { capIndexOf, linkAddressIndexOf, mailKinds } from './rules.ts'
import type { SignerIndex } from './signer-queries.ts'
import { deleteMailSlot, deleteSignature, deleteSignerLinksOf, setChoices } from './signer-queries.ts'

type Context = { db: Database; clock: Clock; keys: Keys }
type OfPetition = { token: string; petition: string }

/**
 * Withdraws the signer's signature from a petition: the row, its salt and its cipher texts go, and
 * its entry is voided by the next checkpoint. Resolves after COMMIT; a second time changes nothing.
 * @throws Problem link-not-valid
 */
export async function withdrawSignature(ctx: Context, input: OfPetition): Promise<void> {
  const index = await findIndex(ctx, input)
  if (index) await inTransaction(ctx.db, (tx) => removeSignature(tx, index))
}

/**
 * Erases all that is kept for the signer's address: every signature as by withdrawing it, what
 * waits for confirmation, what is noted of mails and codes, and every link that was asked for, this
 * one included. A refusal of our mail stays, or mail would come again. Resolves after COMMIT; a
 * second time changes nothing.
 * @throws Problem link-not-valid
 */
export async function eraseSigner(ctx: Context, input: { token: string }): Promise<void> {
  const signer = await readSigner(ctx, input.token)
  if (!signer) return
  await inTransaction(ctx.db, async (tx) => {
    // In the order in which confirmations lock, so that the two do not wait for each other.
    for (const index of signer.indexes.toSorted((a, b) => (a.petitionId < b.petitionId ? -1 : 1))) {
      await removeSignature(tx, index)
      await deleteMailSlot(tx, index.slotIndex)
    }
    await deleteSignerLinksOf(tx, linkAddressIndexOf(ctx.keys, signer.address))
    const today = ctx.clock.now()
    for (const kind of mailKinds) await deleteMailCap(tx, capIndexOf(ctx.keys, kind, signer.address, today))
  })
}

/**
 * Changes what the signer allows. Resolves after COMMIT.
 * @throws Problem link-not-valid
 */
export async function changeChoices(ctx: Context, input: OfPetition & { choices: Choices }): Promise<void> {
  const index = await findIndex(ctx, input)
  if (index) await setChoices(ctx.db, index, input.choices)
}

async function removeSignature(tx: Transaction, index: SignerIndex): Promise<void> {
  const removed = await deleteSignature(tx, index)
  if (!removed || removed.entryIndex === null) return
  const { entryIndex, country, source, class: signatureClass } = removed
  await insertVoid(tx, { petitionId: index.petitionId, entryIndex, reason: 'signer', country, source, class: signatureClass })
}

async function findIndex(ctx: Context, { token, petition }: OfPetition): Promise<SignerIndex | null> {
  const signer = await readSigner(ctx, token)
  const row = signer && (await findPetition(ctx.db, petition))
  return signer?.indexes.find(({ petitionId }) => petitionId === row?.id) ?? null
}
