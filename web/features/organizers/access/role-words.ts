import type { Role } from '#contract/organize/accounts.ts'

/** What somebody is in a campaign, and what they can do. */
export const roleWords: Record<Role, { name: string; one: string; may: string }> = {
  owner: { name: 'Owner', one: 'an owner', may: 'do everything, and decide who else works here' },
  organizer: {
    name: 'Organizer',
    one: 'an organizer',
    may: 'see figures and signatures, hold and remove signatures, take out lists of those who agreed, and look after letters',
  },
  moderator: { name: 'Moderator', one: 'a moderator', may: 'see figures and signatures, and look after letters that are held' },
  analyst: { name: 'Analyst', one: 'an analyst', may: 'see figures, and nothing about any one person' },
}
