import type { PageData } from '#contract/pages.ts'
import type { Database } from '../../db/database.ts'
import type { NoteSigner } from '../../lib/signed-note.ts'
import { findLatestCheckpoint } from '../ledger/queries.ts'
import { listPetitions } from '../petitions/queries.ts'

const maxPetitions = 20

/** What the page on checking the count names: the key of the logs, and petitions that have one. */
export async function getVerifyPage(ctx: { db: Database; noteSigner: NoteSigner }): Promise<PageData['verify']> {
  const rows = await listPetitions(ctx.db, { limit: maxPetitions + 1, after: null })
  const shown = rows.slice(0, maxPetitions)
  const checkpoints = await Promise.all(shown.map(({ id }) => findLatestCheckpoint(ctx.db, id)))
  return {
    petitions: shown.filter((_row, i) => checkpoints[i]).map(({ slug, text }) => ({ slug, title: text.title })),
    hasMore: rows.length > maxPetitions,
    logName: ctx.noteSigner.name,
    verifierKey: ctx.noteSigner.verifierKey,
  }
}
