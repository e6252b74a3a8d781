import type { Action, Role } from '#contract/organize/accounts.ts'
import { actions } from '#contract/organize/accounts.ts'

const mayByRole: Record<Role, readonly Action[]> = {
  owner: actions,
  organizer: ['see-figures', 'see-signatures', 'remove-signatures', 'export-signatures', 'moderate-letters', 'see-audit-log'],
  moderator: ['see-figures', 'see-signatures', 'moderate-letters'],
  analyst: ['see-figures'],
}

/** What a role allows, in the order of the contract. */
export function mayOf(role: Role): readonly Action[] {
  return mayByRole[role]
}
