import type { Me } from '#contract/organize/accounts.ts'
import type { Database } from '../../../db/database.ts'
import type { Keys } from '../../../lib/keys.ts'
import { mayOf } from '../rules.ts'
import type { Organizer } from './permit.ts'
import { provenUntil } from './permit.ts'
import { openProfile } from './profile.ts'
import { listPasskeys } from './queries.ts'

/** What somebody who is signed in may know and do. */
export async function readMe(ctx: { db: Database; keys: Keys }, organizer: Organizer): Promise<Me> {
  const { id, isSecured, hasAuthenticator, session, memberships } = organizer
  const passkeys = await listPasskeys(ctx.db, id)
  return {
    id,
    ...openProfile(ctx.keys, id, organizer.profileCipher),
    isSecured,
    hasAuthenticator,
    passkeys: passkeys.map((passkey) => ({
      id: passkey.id,
      name: passkey.name ?? '',
      createdAt: (passkey.createdAt ?? session.startedAt).toISOString(),
    })),
    endsAt: session.endsAt.toISOString(),
    provenUntil: provenUntil(session.startedAt).toISOString(),
    campaigns: memberships.map(({ campaignId, role, title }) => ({ id: campaignId, title, role, may: [...mayOf(role)] })),
  }
}
