import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { letterInput } from '../../server/contract/letters.ts'
import { dispatchLetters } from '../../server/features/letters/dispatch-letters.ts'
import { noteBounce } from '../../server/features/letters/note-bounce.ts'
import { refuseLetter } from '../../server/features/letters/organize-letters.ts'
import { submitLetter } from '../../server/features/letters/write-letter.ts'
import { dayMs } from '../../server/lib/clock.ts'
import { MailDelayed, MailRefused } from '../../server/mail/mailer.ts'
import { confirmPageOf, documentOf, ownPageOf, postFields, storedOf } from '../support/letter-pages.ts'
import {
  aLetter,
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
import { rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
let ada: string
let ben: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ;({ ada, ben } = await bringMembers(site))
})
beforeEach(() => clearLetters(site))
afterAll(() => site.close())

const get = (path: string) => site.get(path, { accept: 'text/html' })
const open = async (path: string) => documentOf(await get(path))
const press = (path: string) => postFields(site, path, {})
const textOf = (page: Document, selector: string) => page.querySelector(selector)?.textContent ?? ''
const sheetOf = async (path: string) => textOf(await open(path), '.letter-sheet')
/** Somebody hands a letter in; answers its id. */
const handIn = (given: Record<string, unknown> = {}) =>
  submitLetter(site.ctx, { letter: letterInput.parse(aLetter({ recipient: ada, ...given })), locale: 'en' })

describe('the page that confirms a letter', () => {
  it('shows the whole letter, and who looks at it or follows its links changes nothing', async () => {
    const { email, token } = await handedIn(site, { recipient: ada, own: 'Read by a scanner.' })
    const before = await storedOf(site)
    const links = site.mail.to(email).flatMap(({ message }) => message.text.match(/http:\S+/g) ?? [])
    const paths = links.map((link) => new URL(link).pathname)

    const opened = await Promise.all(paths.flatMap((path) => [get(path), get(path), site.app.inject({ method: 'HEAD', url: path })]))

    expect(paths).toContain(`/letters/confirm/${token}`)
    expect(opened.map(({ statusCode }) => statusCode)).toEqual(opened.map(() => 200))
    expect(await sheetOf(`/letters/confirm/${token}`)).toContain('Read by a scanner.')
    expect(await storedOf(site)).toEqual(before)
  })

  it('confirms by its button, and pressed again, or twice at once, changes nothing and leads to the same page', async () => {
    const path = confirmPageOf(site, await handIn())

    const both = await Promise.all([press(path), press(path)])
    const before = await storedOf(site)
    const again = await press(path)
    const opened = await get(path)

    const [first] = both
    expect(first.headers['location']).toMatch(/^\/letters\/[\w-]{48}$/)
    expect([...both, again, opened].map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303])
    expect(new Set([...both, again, opened].map(({ headers }) => headers['location'])).size).toBe(1)
    expect(before.filter((row) => row.includes(',confirmed,'))).toHaveLength(1)
    expect(await storedOf(site)).toEqual(before)
  })

  it('confirms exactly what it shows, whatever the campaign says by then', async () => {
    const path = confirmPageOf(site, await handIn())
    const mailed = await sheetOf(path)
    const [ask] = await rowsOf<{ body: unknown }>(site, 'select body from asks where id = $1', [commonsAsk])
    await rowsOf(site, `update asks set body = body || '{"letterRequestLine":"Do another thing."}' where id = $1`, [commonsAsk])

    const shown = await sheetOf(path)
    const confirmed = await sheetOf(String((await press(path)).headers['location']))
    const others = await sheetOf(confirmPageOf(site, await handIn()))
    await rowsOf(site, 'update asks set body = $2 where id = $1', [commonsAsk, ask?.body])

    expect(mailed).toContain('Please ask ministers whether')
    expect([shown, confirmed]).toEqual([mailed, mailed])
    expect(others).toContain('Do another thing.')
  })

  it('of a letter that was corrected and handed in anew: the newer one counts, the older can be confirmed no more', async () => {
    const older = await handIn({ email: 'corrects@example.net', own: 'With a mistake.' })
    const newer = await handIn({ email: 'corrects@example.net', own: 'Without a mistake.' })
    await press(confirmPageOf(site, newer))

    const reply = await press(confirmPageOf(site, older))

    const page = documentOf(reply)
    expect(reply.statusCode).toBe(409)
    expect(textOf(page, '[role="alert"]')).toContain('You have written to them about this already')
    expect(textOf(page, '.letter-sheet')).toContain('With a mistake.')
    expect(await letterOf(site, older)).toMatchObject({ state: 'draft', confirmedAt: null, events: [] })
  })

  it('of two letters of one person that are confirmed at the same moment lets one through', async () => {
    const ids = [await handIn({ email: 'at-once@example.net' }), await handIn({ email: 'At-Once@example.net' })]

    const replies = await Promise.all(ids.map((id) => press(confirmPageOf(site, id))))

    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409])
    expect(await rowsOf(site, 'select id from letters where confirmed_at is not null')).toHaveLength(1)
  })

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['was taken back', (id) => postFields(site, ownPageOf(site, id), { action: 'recall' })],
    ['was deleted', (id) => postFields(site, ownPageOf(site, id), { action: 'erase' })],
    ['is written anew', (id) => postFields(site, ownPageOf(site, id), { action: 'anew' })],
  ])('lets a second letter through when the first %s', async (_what, act) => {
    const { id, email } = await confirmedLetter(site, { recipient: ada })
    await act(id)

    const reply = await press(confirmPageOf(site, await handIn({ email })))

    expect(reply.statusCode).toBe(303)
  })

  it('lets a letter through that was refused by an organizer and then changed, as its page offers', async () => {
    await putLive(site, commonsAsk)
    const { id, email } = await confirmedLetter(site, { recipient: ada, own: 'See www.one.example and www.two.example.' })
    await refuseLetter(site.ctx, { id, by: 'TT', reason: 'Advertising.' })
    await postFields(site, ownPageOf(site, id), { action: 'anew' })

    const reply = await press(confirmPageOf(site, await handIn({ email })))

    expect(reply.statusCode).toBe(303)
  })

  it('lets a letter through whose rehearsal the organizers’ own mailbox refused, once the request is open', async () => {
    const { email } = await confirmedLetter(site, { recipient: ada })
    site.mail.failNext(new MailRefused(550, '550 no such user'))
    await sendDue(site)
    await putLive(site, commonsAsk)

    const reply = await press(confirmPageOf(site, await handIn({ email })))

    expect(reply.statusCode).toBe(303)
  })

  it('works until 30 days have passed, and then neither shows nor confirms anything', async () => {
    const id = await handIn()
    const path = confirmPageOf(site, id)
    site.clock.pass(30 * dayMs - 1)
    const before = await get(path)
    site.clock.pass(1)
    const after = await Promise.all([get(path), press(path)])

    expect(before.statusCode).toBe(200)
    expect(after.map(({ statusCode }) => statusCode)).toEqual([410, 410])
    expect(textOf(documentOf(after[1]), 'h1')).toBe('This link to a letter is not valid, or no longer')
    expect(await letterOf(site, id)).toMatchObject({ state: 'draft', confirmedAt: null })
  })

  it('is not there for a token that is made up', async () => {
    const replies = await Promise.all([get('/letters/confirm/made-up'), press('/letters/confirm/made-up'), get('/letters/made-up')])
    const program = await site.post('/api/v1/letters/confirmations', { token: 'made-up' })

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 410, 410])
    expect(program.json()).toMatchObject({ type: '/problems/letter-link-not-valid', status: 410 })
  })

  it('says so while letters of its request go to the organizers, and no more once it is open', async () => {
    const path = confirmPageOf(site, await handIn())
    const note = 'Letters by e-mail go to the organizers of this site'
    const rehearsed = textOf(await open(path), 'main')
    await putLive(site, commonsAsk)

    expect(rehearsed).toContain(note)
    expect(textOf(await open(path), 'main')).not.toContain(note)
  })
})

const failNextSend = (error: Error) => site.mail.failNext(error)
const bounce = (id: string, kind: 'failed' | 'delivered') =>
  noteBounce(site.ctx, { kind, letter: id, status: '5.1.1', diagnostic: '550 5.1.1 no such user', permanent: kind === 'failed' })

/** A letter to Ada that is confirmed and may go now. */
async function dueLetter(given: Record<string, unknown> = {}): Promise<string> {
  const { id } = await confirmedLetter(site, { recipient: ada, ...given })
  site.clock.pass(apartMs)
  return id
}

async function liveLetter(given: Record<string, unknown> = {}): Promise<string> {
  await putLive(site, commonsAsk)
  return dueLetter(given)
}

async function sentLetter(): Promise<string> {
  const id = await liveLetter()
  await sendDue(site)
  return id
}

async function withForm(work: () => Promise<string>): Promise<string> {
  await rowsOf(
    site,
    `insert into legislator_channels (legislator_id, origin, position, kind, value)
     select legislator_id, 'test', 99, 'web-form', 'https://form.example.org/' from terms where seat_id = $1`,
    [ben.replace('seat:', '')],
  )
  return work()
}

describe('the page of a letter says where it is and what comes next', () => {
  it.each<[string, string, string, () => Promise<string>]>([
    [
      'confirmed, for paper',
      'Confirmed: now send it on paper',
      'print it, sign it, post it',
      async () => (await confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })).id,
    ],
    ['queued', 'Your letter is on its way', 'Until then you can take it back', () => liveLetter()],
    ['held', 'Your letter waits', 'You need do nothing', () => liveLetter({ own: 'See www.one.example and www.two.example for it.' })],
    [
      'sending',
      'Your letter is being sent',
      'We tell you when',
      async () => {
        const id = await liveLetter()
        await dispatchLetters(site.ctx)
        return id
      },
    ],
    ['sent', 'Your letter has been sent', 'Answers go to your own address', sentLetter],
    [
      'sent, as a test',
      'Your letter went to the organizers, as a test',
      'the letter was not sent to its addressee',
      async () => {
        const id = await dueLetter()
        await sendDue(site)
        return id
      },
    ],
    [
      'delivered',
      'Your letter has arrived',
      'mail server has confirmed it',
      async () => {
        const id = await sentLetter()
        await bounce(id, 'delivered')
        return id
      },
    ],
    [
      'bounced, and so on another way',
      'Your letter needs another way',
      'Mail to the address that its parliament publishes comes back',
      async () => {
        const id = await sentLetter()
        await bounce(id, 'failed')
        return id
      },
    ],
    [
      'bounced, as a test',
      'Your letter came back',
      'send it another way',
      async () => {
        const id = await dueLetter()
        await sendDue(site)
        await bounce(id, 'failed')
        return id
      },
    ],
    [
      'refused by the office’s server, and so on another way',
      'Your letter needs another way',
      'refuses our mail at the address that its parliament publishes',
      async () => {
        const id = await liveLetter()
        failNextSend(new MailRefused(550, '550 5.1.1 no such user'))
        await sendDue(site)
        return id
      },
    ],
    [
      'failed, as a test',
      'Your letter could not be sent',
      'No mail server took it',
      async () => {
        const id = await dueLetter()
        failNextSend(new MailRefused(550, '550 5.1.1 no such user'))
        await sendDue(site)
        return id
      },
    ],
    [
      'delayed',
      'Your letter is being sent',
      'We tell you when',
      async () => {
        const id = await liveLetter()
        failNextSend(new MailDelayed('EENVELOPE', 451, '451 4.7.1 later'))
        await sendDue(site)
        return id
      },
    ],
    [
      'not let go by an organizer',
      'Your letter was not let go',
      'The reason given: Two advertisements',
      async () => {
        const id = await liveLetter({ own: 'See www.one.example and www.two.example for it.' })
        await refuseLetter(site.ctx, { id, by: 'TT', reason: 'Two advertisements' })
        return id
      },
    ],
    [
      'taken back',
      'You took this letter back',
      'It went nowhere',
      async () => {
        const id = await liveLetter()
        await postFields(site, ownPageOf(site, id), { action: 'recall' })
        return id
      },
    ],
    [
      'sent by its writer',
      'You have sent it yourself',
      'We ask in two weeks',
      async () => {
        const { id } = await confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })
        await postFields(site, ownPageOf(site, id), { action: 'sent print' })
        return id
      },
    ],
    [
      'confirmed, for a form',
      'Confirmed: now send it with their form',
      'takes letters through its own form',
      () => withForm(async () => (await confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })).id),
    ],
  ])('%s', async (_state, title, next, drive) => {
    const id = await drive()

    const reply = await get(ownPageOf(site, id))
    const page = documentOf(reply)

    expect(reply.statusCode).toBe(200)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(textOf(page, '#state')).toBe(title)
    expect(textOf(page, '.letter-state')).toContain(next)
    expect(textOf(page, '.letter-sheet')).toContain('Yours sincerely,Wanda Writer')
  })

  it('lists what happened, in order, with what mail servers said word for word', async () => {
    const id = await sentLetter()
    await bounce(id, 'failed')

    const page = await open(ownPageOf(site, id))
    const events = [...page.querySelectorAll('.letter-events li')].map((item) => item.textContent?.replace(/^.* UTC/, ''))

    expect(events).toEqual([
      'Confirmed by you, or given back to you',
      'In the queue of its office',
      'Being sent',
      'Taken by the mail server 250 caught',
      'Came back 550 5.1.1 no such user',
      'Confirmed by you, or given back to you',
    ])
  })

  it('leads nobody to the addressee’s mailbox while the request is tested', async () => {
    const mailtoIn = async (id: string) => (await open(ownPageOf(site, id))).querySelector('main a[href^="mailto:"]')?.getAttribute('href')

    expect(await mailtoIn(await dueLetter())).toBeUndefined()
    expect(await mailtoIn(await liveLetter())).toMatch(/^mailto:ada\.office@example\.org\?subject=Close%20the%20consent%20gap/)
  })

  it('has no text once that has gone, and says so', async () => {
    const id = await sentLetter()
    await postFields(site, ownPageOf(site, id), { action: 'erase' })

    const page = await open(ownPageOf(site, id))

    expect(textOf(page, 'main')).toContain('The text has been deleted.')
    expect(page.querySelector('.letter-sheet')).toBeNull()
    expect(page.body.outerHTML).not.toContain('Wanda')
  })
})
