import { ConfigError, loadConfig } from '../config.ts'
import { campaign, campaignUsage } from './campaign.ts'
import { doctor } from './doctor.ts'
import { newKey } from './key.ts'
import { legislators, legislatorsUsage } from './legislators.ts'
import { letters, lettersUsage } from './letters.ts'
import { mail, mailUsage } from './mail.ts'
import { organizer, organizerUsage } from './organizer.ts'
import { verify, verifyUsage } from './verify.ts'

/** A command of the operator: answers its exit code. */
type Command = { usage: string; about: string; run(args: string[], print: (line: string) => void): Promise<number> }

const commands: Record<string, Command> = {
  campaign: {
    usage: campaignUsage,
    about: 'checks a campaign pack, puts it in the place of the site’s campaign, or writes that as a pack',
    run: (args, print) => campaign(() => loadConfig(process.env), args, print),
  },
  doctor: {
    usage: 'doctor',
    about: 'checks settings, database, keys and counts, and says what to mend',
    run: (_args, print) => doctor(loadConfig(process.env), print),
  },
  key: {
    usage: 'key new <file>',
    about: 'makes a secret key file, mode 0600, for SECRET_KEY_FILE',
    run: async (args, print) => newKey(args, print),
  },
  legislators: {
    usage: legislatorsUsage,
    about: 'brings official lists of legislators and postcodes in, says what they change and what is amiss',
    run: (args, print) => legislators(() => loadConfig(process.env), args, print),
  },
  letters: {
    usage: lettersUsage,
    about: 'shows how many letters went where, those that wait to be looked at, and puts an ask’s letters live',
    run: (args, print) => letters(() => loadConfig(process.env), args, print),
  },
  mail: {
    usage: mailUsage,
    about: 'takes a message that came back from an office’s mail server',
    run: (args, print) => mail(() => loadConfig(process.env), args, print),
  },
  organizer: {
    usage: organizerUsage,
    about: 'prints a link with which somebody joins those who run the campaign',
    run: (args, print) => organizer(() => loadConfig(process.env), args, print),
  },
  verify: {
    usage: verifyUsage,
    about: 'downloads a petition’s log, of any site, and checks signature, entries and count',
    run: verify,
  },
}

const [name = '', ...args] = process.argv.slice(2)
const print = (line: string) => process.stdout.write(`${line}\n`)

try {
  process.exitCode = await runCommand()
} catch (error) {
  process.exitCode = 1
  process.stderr.write(`${error instanceof ConfigError || error instanceof Error ? error.message : String(error)}\n`)
}

async function runCommand(): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return command.run(args, print)
  if (name !== '' && name !== 'help') print(`There is no command "${name}".\n`)
  print('Usage: npm run cli -- <command>\n')
  for (const { usage, about } of Object.values(commands)) print(`  ${usage}\n      ${about}`)
  return name === '' || name === 'help' ? 0 : 2
}
