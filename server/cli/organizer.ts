import type { Role } from '#contract/organize/accounts.ts'
import { roles } from '#contract/organize/accounts.ts'
import type { Config } from '../config.ts'
import { printedLink } from '../features/organizers/people/first-link.ts'
import { loadKeys } from '../key-file.ts'
import { systemClock } from '../lib/clock.ts'
import { withDatabase } from './with-database.ts'

export const organizerUsage = `organizer invite <${roles.join('|')}>`

/**
 * Prints a link with which somebody joins those who run the campaign: the way in for an operator whose
 * owners have all lost theirs.
 * @returns 0 when it is printed, 1 when something is in the way, 2 when the command was given wrongly
 */
export async function organizer(loadConfig: () => Config, args: string[], print: (line: string) => void): Promise<number> {
  const [action, role, ...others] = args
  if (action !== 'invite' || !isRole(role) || others.length > 0) {
    print(`Usage: npm run cli -- ${organizerUsage}`)
    print('  invite    prints a link that works once, for a day; a link printed before works no more')
    return 2
  }
  const config = loadConfig()
  return withDatabase(config, 'organizers', print, async (db) => {
    const keys = loadKeys(config.secretKeyFile, config.data.dir, { isInstalled: true })
    const link = await printedLink({ db, keys, config, clock: systemClock }, role)
    print(link ? `ok   ${link}` : 'BAD  this site has no campaign yet: npm start loads the bundled one')
    return link ? 0 : 1
  })
}

function isRole(text: string | undefined): text is Role {
  return roles.some((role) => role === text)
}
