import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { closeAsk, listFigures, listHeld, openAsk, readHeld, refuseLetter, releaseLetter } from '../features/letters/organize-letters.ts'
import { loadKeys } from '../key-file.ts'
import { systemClock } from '../lib/clock.ts'
import { noteListPosted, printForVolunteers, writeForCongress } from './letters-paper.ts'
import { withDatabase } from './with-database.ts'

export const lettersUsage =
  'letters figures | letters held [<id>] | letters release <id> --by <initials> | letters refuse <id> --by <initials> --reason <text> | letters live <ask> --by <initials> | letters print <file.zip> | letters posted <list> --by <initials> | letters congress <id> --agent <name> --phone <number> --topic <topic> | letters rehearse <ask>'

type Print = (line: string) => void
type Given = { action: string; name: string; by: string; reason: string; agent: string; phone: string; topic: string }

const actions = ['figures', 'held', 'release', 'refuse', 'live', 'rehearse', 'print', 'posted', 'congress']
const options = {
  by: { type: 'string' },
  reason: { type: 'string' },
  agent: { type: 'string' },
  phone: { type: 'string' },
  topic: { type: 'string' },
} as const

/**
 * What organizers do with letters: see how many went where, look at those that are held, and put one ask
 * live, which takes typing its name once more.
 * @param readLine reads a line from who gave the command
 * @returns 0 when it is done, 1 when something is in the way, 2 when the command was given wrongly
 */
export async function letters(
  loadConfig: () => Config,
  args: string[],
  print: Print,
  readLine: () => Promise<string> = typedLine,
): Promise<number> {
  const given = readArguments(args)
  if (!given) {
    print(`Usage: npm run cli -- ${lettersUsage}`)
    print('  figures    how many letters there are by ask, addressee, state, channel and answer')
    print('  held       letters that wait for somebody who looks at them; with an id, the words of one')
    print('  release    lets a held letter go on to its office')
    print('  refuse     does not let it go, and tells its writer why')
    print('  live       from now on the letters of an ask go to their addressees, and not to the organizers')
    print('  rehearse   from now on they go to the organizers again')
    print('  print      writes the letters that were given to volunteers as one ZIP of PDFs, and the list of them beside it')
    print('  posted     notes that the letters of such a list have been posted, and tells their writers')
    print('  congress   writes a confirmed letter as the XML that Congress takes from registered agents; it is not handed over')
    return 2
  }
  const config = loadConfig()
  return withDatabase(config, 'live_asks', print, (db, pool) => run({ db, pool, config, print, readLine }, given))
}

function readArguments(args: string[]): Given | null {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    const [action = '', name = '', ...others] = positionals
    const { by = '', reason = '', agent = '', phone = '', topic = '' } = values
    const needsName = !['figures', 'held'].includes(action)
    const needsBy = ['release', 'refuse', 'live', 'posted'].includes(action)
    const isRight =
      actions.includes(action) &&
      others.length === 0 &&
      (!needsName || name !== '') &&
      (!needsBy || /^\S{1,10}$/.test(by)) &&
      (action !== 'refuse' || reason.trim() !== '')
    return isRight ? { action, name, by, reason: reason.trim(), agent, phone, topic } : null
  } catch {
    // An option that is not there: the usage says which are.
    return null
  }
}

type Context = { db: Database; pool: pg.Pool; config: Config; print: Print; readLine: () => Promise<string> }

async function run(ctx: Context, given: Given): Promise<number> {
  const { db, print } = ctx
  const { action, name, by, reason } = given
  const clock = systemClock
  const said = (isDone: boolean, done: string, not: string) => {
    print(isDone ? `ok   ${done}` : `BAD  ${not}`)
    return isDone ? 0 : 1
  }
  switch (action) {
    case 'figures':
      return printFigures(ctx)
    case 'held':
      return name === '' ? printHeld(ctx) : printLetter(ctx, name)
    case 'release':
      return said(await releaseLetter({ db, clock }, { id: name, by }), 'it goes on to its office', 'no such letter is held')
    case 'refuse':
      return said(
        await refuseLetter({ db, clock }, { id: name, by, reason }),
        'it does not go, and its writer is told',
        'no such letter is held',
      )
    case 'live':
      return goLive(ctx, name, by)
    case 'print':
      return printForVolunteers(ctx, name)
    case 'posted':
      return noteListPosted(ctx, name, by)
    case 'congress':
      return writeForCongress(ctx, given)
    default:
      return said(await closeAsk({ db, clock }, name), `letters of ${name} go to the organizers`, `letters of ${name} did so already`)
  }
}

async function goLive({ db, print, readLine }: Context, askId: string, by: string): Promise<number> {
  print(`From then on, letters of ${askId} go to those whom they are written to. Type the name of the ask again to put it live:`)
  if ((await readLine()).trim() !== askId) {
    print('BAD  not the same name; nothing was changed')
    return 1
  }
  const obstacle = await openAsk({ db, clock: systemClock }, { askId, by })
  if (!obstacle) {
    print(`ok   letters of ${askId} go to their addressees`)
    return 0
  }
  const sentences = {
    'no-campaign': 'this site has no campaign yet: npm start loads the bundled one',
    unknown: `there is no ask "${askId}" that letters are written for; campaign export lists them`,
    draft: `${askId} is a draft; open it in the campaign first`,
    checks: `these checks of ${askId} are not ticked; do them, and tick them with day and initials in asks.json`,
  }
  print(`BAD  ${sentences[obstacle.why]}`)
  for (const check of obstacle.checks) print(`  - ${check}`)
  return 1
}

async function printFigures({ db, print }: Context): Promise<number> {
  const figures = await listFigures(db)
  if (figures.length === 0) print('note no letter has been confirmed yet')
  for (const { askId, recipient, state, channel, answer, isTest, letters: count } of figures) {
    const words = [askId, recipient, state, channel ?? '-', answer ? `answer ${answer}` : '', isTest ? 'test' : ''].filter(Boolean)
    print(`${String(count).padStart(7)}  ${words.join('  ')}`)
  }
  return 0
}

async function printHeld({ db, print }: Context): Promise<number> {
  const held = await listHeld(db)
  if (held.length === 0) print('ok   no letter is held')
  for (const { id, askId, recipient, reasons, confirmedAt } of held) {
    print(`${id}  ${confirmedAt?.toISOString() ?? ''}  ${askId}  ${recipient}  ${reasons.join(', ')}`)
  }
  return 0
}

async function printLetter({ db, config, print }: Context, id: string): Promise<number> {
  const keys = loadKeys(config.secretKeyFile, config.data.dir, { isInstalled: true })
  const letter = await readHeld({ db, keys }, id)
  if (!letter) {
    print('BAD  no such letter is held')
    return 1
  }
  print(`${letter.subject}\n\n${letter.text}`)
  return 0
}

async function typedLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
  }
}
