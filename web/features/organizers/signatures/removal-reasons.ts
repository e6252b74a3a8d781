import type { RemovalReason } from '#contract/organize/signatures.ts'

/** Why a signature is removed, as the log of the petition will say for everybody to read. */
export const removalReasons: Record<RemovalReason, string> = {
  duplicate: 'Of somebody who signed twice',
  automated: 'Made by a program',
  test: 'Made to try the site out',
  organizer: 'Another reason',
}
