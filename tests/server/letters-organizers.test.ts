import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { letters } from '../../server/cli/letters.ts'
import { loadConfig } from '../../server/config.ts'
import type { Pack, PackAsk } from '../../server/features/campaigns/pack.ts'
import { bundledPack, readPack } from '../../server/features/campaigns/read-pack.ts'
import { importCampaign } from '../../server/features/petitions/import-campaign.ts'
import { loadKeys } from '../../server/key-file.ts'
import { listFiles, readText } from '../architecture/repository.ts'
import { createBareDatabase } from '../support/database.ts'
import { ownPageOf, storedOf } from '../support/letter-pages.ts'
import {
  apartMs,
  bringMembers,
  clearLetters,
  commonsAsk,
  confirmedLetter,
  handedIn,
  letterOf,
  putLive,
  sendDue,
} from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { newestMail, rowsOf, unlimited } from '../support/steps.ts'

const office = 'ada.office@example.org'
const organizers = 'contact@example.org'
const pack = readPack(bundledPack)

let site: TestSite
let ada: string
let ben: string
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-letters-'))
  site = await startSite(unlimited)
  site.ctx.keys = loadKeys(null, folder, { isInstalled: false })
  ;({ ada, ben } = await bringMembers(site))
})
beforeEach(async () => {
  await clearLetters(site)
  await bring({})
})
afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Imports the bundled campaign with changes. */
async function bring(changed: Partial<Pack>, ctx = site.ctx): Promise<void> {
  const { faults } = await importCampaign(ctx, { pack: { ...pack, ...changed }, isDryRun: false })
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

/** Runs the command over the site's database, with what is typed when it asks; answers its exit code and what it printed. */
async function run(
  args: string[],
  typed = '',
  url = String(site.ctx.pool.options.connectionString),
): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const code = await letters(
    () => loadConfig({ DATA_DIR: folder, DATABASE_URL: url }),
    args,
    (line) => lines.push(line),
    async () => typed,
  )
  return { code, lines }
}

const heldWords = 'See www.one.example and www.two.example for it.'
const held = async () => (await confirmedLetter(site, { recipient: ada, own: heldWords })).id
const liveAsks = async () => (await rowsOf<{ ask_id: string }>(site, 'select ask_id from live_asks order by 1')).map(({ ask_id }) => ask_id)
const putLiveByHand = (ask: string) => run(['live', ask, '--by', 'TT'], ask)
const tickedAsk = (ask: PackAsk): PackAsk => ({
  ...ask,
  organizerChecks: ask.organizerChecks.map(({ text }) => ({ text, ticked: { on: '2026-11-24', by: 'TT' } })),
})
const allTicked = pack.asks.map(tickedAsk)
/** Where a letter of the Commons ask that is confirmed now goes. */
async function destination(): Promise<string[]> {
  site.mail.mails.length = 0
  await confirmedLetter(site, { recipient: ada })
  site.clock.pass(apartMs)
  await sendDue(site)
  return site.mail.mails.map(({ to }) => to).filter((to) => to === office || to === organizers)
}

describe('a command that is given wrongly is answered with the usage, and touches nothing', () => {
  it.each<[string, string[]]>([
    ['nothing', []],
    ['an action that there is not', ['send', 'uk-consent-gap']],
    ['a release without its letter', ['release', '--by', 'TT']],
    ['a release by nobody', ['release', '0192f0c1-2b3c-7def-8123-456789abcdef']],
    ['a refusal without its reason', ['refuse', '0192f0c1-2b3c-7def-8123-456789abcdef', '--by', 'TT']],
    ['a refusal whose reason is blank', ['refuse', '0192f0c1-2b3c-7def-8123-456789abcdef', '--by', 'TT', '--reason', '  ']],
    ['an ask put live by nobody', ['live', 'uk-consent-gap']],
    ['an ask put live by two words', ['live', 'uk-consent-gap', '--by', 'T T']],
    ['two asks put live at once', ['live', 'uk-consent-gap', 'who', '--by', 'TT']],
    ['no ask', ['live', '--by', 'TT']],
    ['an option that there is not', ['live', 'uk-consent-gap', '--by', 'TT', '--force']],
  ])('%s', async (_what, args) => {
    const lines: string[] = []
    const config = () => {
      throw new Error('no settings are needed')
    }

    const code = await letters(config, args, (line) => lines.push(line))

    expect(code).toBe(2)
    expect(lines[0]).toMatch(/^Usage: npm run cli -- letters figures \|/)
  })
})

it('tables that are not there yet are named', async () => {
  const bare = await createBareDatabase()

  const { code, lines } = await run(['figures'], '', bare.url)
  await bare.drop()

  expect([code, lines.at(-1)]).toEqual([1, 'BAD  the tables are not made yet, or of an older version: run npm start once'])
})

describe('figures', () => {
  it('say that there are none yet, drafts left out', async () => {
    await handedIn(site, { recipient: ada })

    expect(await run(['figures'])).toEqual({ code: 0, lines: ['note no letter has been confirmed yet'] })
  })

  it('count letters by ask, addressee, state, channel, answer and whether it was a test', async () => {
    await confirmedLetter(site, { recipient: ada })
    await sendDue(site)
    await putLive(site, commonsAsk)
    const { id } = await confirmedLetter(site, { recipient: ada })
    site.clock.pass(apartMs)
    await sendDue(site)
    await site.postForm(ownPageOf(site, id), { action: 'answer', answer: 'automatic' })
    await held()
    await confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })
    await confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })

    const { code, lines } = await run(['figures'])

    expect(code).toBe(0)
    expect(lines).toEqual([
      `      1  ${commonsAsk}  ${ada}  held  email`,
      `      1  ${commonsAsk}  ${ada}  sent  email  answer automatic`,
      `      1  ${commonsAsk}  ${ada}  sent  email  test`,
      `      2  ${commonsAsk}  ${ben}  confirmed  print`,
    ])
  })
})

describe('letters that are held', () => {
  it('are listed with why, and shown one by one with their words', async () => {
    const none = await run(['held'])
    const id = await held()
    const list = await run(['held'])
    const words = await run(['held', id])

    expect(none).toEqual({ code: 0, lines: ['ok   no letter is held'] })
    expect(list).toEqual({ code: 0, lines: [`${id}  ${site.clock.now().toISOString()}  ${commonsAsk}  ${ada}  links`] })
    expect(words.code).toBe(0)
    expect(words.lines.join('\n')).toMatch(/^Close the consent gap in UK organ-tourism law\n\nDear Ada Example,\n\nSee www\.one\.example/)
  })

  it('go on to their office when somebody releases them, who is written down', async () => {
    const id = await held()

    const released = await run(['release', id, '--by', 'TT'])
    const state = await letterOf(site, id)
    site.clock.set(new Date(Date.now() + 1000))
    await sendDue(site)

    expect(released).toEqual({ code: 0, lines: ['ok   it goes on to its office'] })
    expect(state).toMatchObject({ state: 'queued', channel: 'email', holdReasons: [] })
    expect(state.events.map((event) => event.state)).toEqual(['confirmed', 'held', 'confirmed', 'queued'])
    expect(state.events[2]?.evidence).toEqual({ by: 'TT', released: true })
    expect(site.mail.to(organizers)[0]?.message.text).toContain(heldWords)
  })

  it('go nowhere when somebody refuses them: their writer is told, and why', async () => {
    const { id, email } = await confirmedLetter(site, { recipient: ada, own: heldWords })

    const refused = await run(['refuse', id, '--by', 'TT', '--reason', 'It advertises <two> pages.'])
    await sendDue(site)
    const page = await site.get(ownPageOf(site, id), { accept: 'text/html' })

    expect(refused).toEqual({ code: 0, lines: ['ok   it does not go, and its writer is told'] })
    expect(await letterOf(site, id)).toMatchObject({ state: 'refused', dispatchedAt: null })
    expect(site.mail.mails.map(({ to }) => to)).toEqual([email])
    expect(newestMail(site, email).message.subject).toBe('Your letter was not sent')
    expect(page.body).toContain('It advertises &lt;two&gt; pages.')
  })

  it.each<[string, (id: string) => string]>([
    ['one that is not there', () => '0192f0c1-2b3c-7def-8123-456789abcdef'],
    ['what is no number of a letter', () => 'nonsense'],
    ['one that waits in the queue', (id) => id],
  ])('are none of these: %s', async (_what, nameOf) => {
    const { id } = await confirmedLetter(site, { recipient: ada })
    const name = nameOf(id)
    const before = await storedOf(site)

    const answers = [
      await run(['held', name]),
      await run(['release', name, '--by', 'TT']),
      await run(['refuse', name, '--by', 'TT', '--reason', 'No.']),
    ]

    expect(answers).toEqual(answers.map(() => ({ code: 1, lines: ['BAD  no such letter is held'] })))
    expect(await storedOf(site)).toEqual(before)
  })
})

describe('an ask is put live', () => {
  it('by hand alone: its name is typed once more, its checks are ticked, and who did it is written down', async () => {
    await bring({ asks: allTicked })

    const { code, lines } = await putLiveByHand(commonsAsk)

    expect(code).toBe(0)
    expect(lines).toEqual([
      `From then on, letters of ${commonsAsk} go to those whom they are written to. Type the name of the ask again to put it live:`,
      `ok   letters of ${commonsAsk} go to their addressees`,
    ])
    expect(await rowsOf(site, 'select ask_id, by from live_asks')).toEqual([{ ask_id: commonsAsk, by: 'TT' }])
    expect(await destination()).toEqual([office])
  })

  it.each(['', 'yes', 'uk-publish-data', 'UK-CONSENT-GAP', 'uk-consent-ga'])('not when %j is typed for its name', async (typed) => {
    await bring({ asks: allTicked })

    const { code, lines } = await run(['live', commonsAsk, '--by', 'TT'], typed)

    expect([code, lines.at(-1)]).toEqual([1, 'BAD  not the same name; nothing was changed'])
    expect(await liveAsks()).toEqual([])
  })

  it('not while a check is open, and the open ones are named', async () => {
    const ask = pack.asks.find(({ id }) => id === commonsAsk) as PackAsk
    const [first, ...others] = ask.organizerChecks
    const oneTicked = { ...ask, organizerChecks: [{ text: first?.text ?? '', ticked: { on: '2026-11-24', by: 'TT' } }, ...others] }
    await bring({ asks: pack.asks.map((one) => (one.id === commonsAsk ? oneTicked : one)) })

    const { code, lines } = await putLiveByHand(commonsAsk)

    expect(code).toBe(1)
    expect(lines.slice(1)).toEqual([
      `BAD  these checks of ${commonsAsk} are not ticked; do them, and tick them with day and initials in asks.json`,
      ...others.map(({ text }) => `  - ${text}`),
    ])
    expect(others.length).toBeGreaterThan(1)
    expect(await liveAsks()).toEqual([])
  })

  it.each([
    ['is a draft', 'us-senate', 'us-senate is a draft; open it in the campaign first'],
    ['has no letter', 'china-open-letter', 'there is no ask "china-open-letter" that letters are written for; campaign export lists them'],
    ['is not there', 'no-such-ask', 'there is no ask "no-such-ask" that letters are written for; campaign export lists them'],
  ])('not when it %s', async (_why, ask, sentence) => {
    const { code, lines } = await putLiveByHand(ask)

    expect([code, lines.at(-1)]).toEqual([1, `BAD  ${sentence}`])
    expect(await liveAsks()).toEqual([])
  })

  it('and rehearsed again at once: what waits then goes to the organizers', async () => {
    await bring({ asks: allTicked })
    await putLiveByHand(commonsAsk)
    await confirmedLetter(site, { recipient: ada })

    const closed = await run(['rehearse', commonsAsk])
    const again = await run(['rehearse', commonsAsk])
    site.clock.pass(apartMs)
    await sendDue(site)

    expect(closed).toEqual({ code: 0, lines: [`ok   letters of ${commonsAsk} go to the organizers`] })
    expect(again).toEqual({ code: 1, lines: [`BAD  letters of ${commonsAsk} did so already`] })
    expect(site.mail.to(office)).toEqual([])
    expect(site.mail.to(organizers)).toHaveLength(1)
  })
})

describe('no setting, import or pack puts an ask live', () => {
  it('a pack with every check ticked leaves all in rehearsal', async () => {
    await bring({ asks: allTicked })

    expect(await liveAsks()).toEqual([])
    expect(await destination()).toEqual([organizers])
  })

  it('an import after one was put live leaves it live, ticked or not', async () => {
    await bring({ asks: allTicked })
    await putLiveByHand(commonsAsk)

    await bring({ asks: allTicked })
    const afterTicked = await liveAsks()
    await bring({})

    expect(afterTicked).toEqual([commonsAsk])
    expect(await liveAsks()).toEqual([commonsAsk])
    expect(await destination()).toEqual([office])
  })

  it('a pack that opens all drafts, and brings a new ask to the same members, leaves those in rehearsal', async () => {
    const other = await startSite(unlimited)
    await bring({ asks: allTicked }, other.ctx)
    await run(['live', commonsAsk, '--by', 'TT'], commonsAsk, String(other.ctx.pool.options.connectionString))
    const open = allTicked.map((ask) => ({ ...ask, state: 'open' as const }))
    const added = { ...(open.find(({ id }) => id === commonsAsk) as PackAsk), id: 'uk-consent-gap-again' }

    await bring({ asks: [...open, added] }, other.ctx)
    const { rows } = await other.ctx.pool.query('select ask_id from live_asks')
    await other.close()

    expect(rows).toEqual([{ ask_id: commonsAsk }])
  })

  it('one command alone writes it down', () => {
    const sources = listFiles().filter((path) => /^server\/.*\.ts$/.test(path))
    const naming = (word: RegExp) => sources.filter((path) => word.test(readText(path)))

    expect(naming(/insert\(liveAsks\)|into live_asks/)).toEqual(['server/features/letters/queries.ts'])
    expect(naming(/insertLiveAsk\b/)).toEqual(['server/features/letters/organize-letters.ts', 'server/features/letters/queries.ts'])
    expect(naming(/openAsk\b/)).toEqual(['server/cli/letters.ts', 'server/features/letters/organize-letters.ts'])
  })
})
