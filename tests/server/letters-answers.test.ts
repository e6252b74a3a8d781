import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { letterInput } from '../../server/contract/letters.ts'
import { dispatchLetters } from '../../server/features/letters/dispatch-letters.ts'
import { noteBounce } from '../../server/features/letters/note-bounce.ts'
import { refuseLetter } from '../../server/features/letters/organize-letters.ts'
import { submitLetter } from '../../server/features/letters/write-letter.ts'
import { dayMs } from '../../server/lib/clock.ts'
import { idToBytes } from '../../server/lib/ids.ts'
import { mintToken } from '../../server/lib/tokens.ts'
import { documentOf, fieldsOf, ownPageOf, storedOf } from '../support/letter-pages.ts'
import {
  aLetter,
  apartMs,
  bringMembers,
  clearLetters,
  commonsAsk,
  confirmedLetter,
  letterOf,
  putLive,
  sendDue,
} from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { numberOf, rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
let ada: string
let ben: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ;({ ada, ben } = await bringMembers(site))
})
beforeEach(async () => {
  await clearLetters(site)
  await putLive(site, commonsAsk)
})
afterAll(() => site.close())

const open = async (path: string) => documentOf(await site.get(path, { accept: 'text/html' }))
const press = (id: string, fields: Record<string, string>) => site.postForm(ownPageOf(site, id), fields)
const textOf = (page: Document, selector: string) => page.querySelector(selector)?.textContent ?? ''
/** What can be pressed on a page, by value. */
const buttonsOf = (page: Document) => [...page.querySelectorAll<HTMLButtonElement>('main button')].map(({ value }) => value)

async function queued(given: Record<string, unknown> = {}): Promise<string> {
  return (await confirmedLetter(site, { recipient: ada, ...given })).id
}
const held = () => queued({ own: 'See www.one.example and www.two.example for it.' })
const forPaper = async () => (await confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })).id

async function refused(): Promise<string> {
  const id = await held()
  await refuseLetter(site.ctx, { id, by: 'TT', reason: 'Advertising.' })
  return id
}

async function sending(): Promise<string> {
  const id = await queued()
  site.clock.pass(apartMs)
  await dispatchLetters(site.ctx)
  return id
}

async function sent(): Promise<string> {
  const id = await sending()
  await sendDue(site)
  return id
}

async function recalled(): Promise<string> {
  const id = await queued()
  await press(id, { action: 'recall' })
  return id
}

async function byOwnHand(): Promise<string> {
  const id = await forPaper()
  await press(id, { action: 'sent print' })
  return id
}

async function erased(): Promise<string> {
  const id = await sent()
  await press(id, { action: 'erase' })
  return id
}

async function draft(): Promise<string> {
  return submitLetter(site.ctx, { letter: letterInput.parse(aLetter({ recipient: ada })), locale: 'en' })
}

describe('what its writer can do with a letter', () => {
  it('take it back while it waits: it is never sent', async () => {
    const id = await queued()
    const path = ownPageOf(site, id)

    const reply = await site.postForm(path, { action: 'recall' })
    site.clock.pass(apartMs)
    await sendDue(site)

    expect([reply.statusCode, reply.headers['location']]).toEqual([303, `${path}?done=changed`])
    expect(textOf(await open(String(reply.headers['location'])), '[role="status"]')).toBe('Done.')
    expect(await letterOf(site, id)).toMatchObject({ state: 'cancelled', dispatchedAt: null })
    expect(site.mail.to('ada.office@example.org')).toEqual([])
  })

  it('take it back at the moment at which it would go: either it goes or it is taken back, never both', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => queued()))
    site.clock.pass(apartMs)

    const [replies] = await Promise.all([Promise.all(ids.map((id) => press(id, { action: 'recall' }))), dispatchLetters(site.ctx)])
    await sendDue(site)

    const states = await Promise.all(ids.map(async (id) => (await letterOf(site, id)).state))
    const taken = replies.filter(({ statusCode }) => statusCode === 303)
    expect(states.filter((state) => state === 'cancelled')).toHaveLength(taken.length)
    expect(site.mail.to('ada.office@example.org')).toHaveLength(ids.length - taken.length)
  })

  it.each(['web-form', 'print', 'mailto'])(
    'say that they have sent it themselves, by %s, and that they have not after all',
    async (channel) => {
      const id = await forPaper()

      await press(id, { action: `sent ${channel}` })
      const said = await letterOf(site, id)
      await press(id, { action: 'not-sent' })
      const unsaid = await letterOf(site, id)

      expect(said).toMatchObject({ state: 'sent-by-writer', channel, arrivedAt: site.clock.now() })
      expect(unsaid).toMatchObject({ state: 'confirmed', arrivedAt: null })
    },
  )

  it('keep its text as long as its page works, and let it go again', async () => {
    const id = await queued()
    const confirmedAt = site.clock.now().getTime()
    const until = async () => ((await letterOf(site, id)).expiresAt.getTime() - confirmedAt) / dayMs
    site.clock.pass(3 * dayMs)

    const atFirst = await until()
    const kept = await press(id, { action: 'keep', keep: 'yes' })
    const whileKept = await until()
    const button = textOf(await open(ownPageOf(site, id)), '[value="keep"]')
    await press(id, { action: 'keep', keep: 'no' })

    expect(kept.headers['location']).toMatch(/\?done=kept$/)
    expect([atFirst, whileKept, await until()]).toEqual([28, 400, 28])
    expect(button).toBe('Let the text go after 28 days')
  })

  it('write it anew: the words are in a new draft, and the letter goes no more', async () => {
    const id = await queued({ own: 'Words to go on with.', subject: 'My subject' })

    const reply = await press(id, { action: 'anew' })
    const page = await open(String(reply.headers['location']))

    expect(reply.headers['location']).toMatch(new RegExp(`^/write/${commonsAsk}/letter/[\\w-]{48}$`))
    expect(fieldsOf(page, 'own')).toMatchObject({
      own: 'Words to go on with.',
      subject: 'My subject',
      postcode: 'ZE1 0AA',
      givenName: 'Wanda',
    })
    expect(await letterOf(site, id)).toMatchObject({ state: 'cancelled' })
  })

  it('write another with the words of one that has gone, which stays as it was', async () => {
    const id = await sent()

    const reply = await press(id, { action: 'anew' })

    expect(reply.statusCode).toBe(303)
    expect(await letterOf(site, id)).toMatchObject({ state: 'sent' })
    expect(await numberOf(site, 'letters')).toBe(2)
  })

  it('delete one that has not gone: nothing of it is left', async () => {
    const id = await held()

    const reply = await press(id, { action: 'erase' })

    expect([reply.statusCode, reply.headers['location']]).toEqual([303, `/write/${commonsAsk}`])
    expect(await storedOf(site)).toEqual([])
    expect((await site.get(ownPageOf(site, id), { accept: 'text/html' })).statusCode).toBe(410)
  })

  it('delete what they wrote of one that has gone: where it went and when is left', async () => {
    const id = await sent()

    await press(id, { action: 'erase' })

    expect(await letterOf(site, id)).toMatchObject({
      state: 'sent',
      packetCipher: null,
      addressCipher: null,
      addressIndex: null,
      recipient: ada,
    })
  })
})

describe('what is too late changes nothing, and is answered with a problem', () => {
  it.each<[string, () => Promise<string>, Record<string, string>]>([
    ['taking back what is being sent', sending, { action: 'recall' }],
    ['taking back what was sent', sent, { action: 'recall' }],
    ['taking back twice', recalled, { action: 'recall' }],
    ['saying of a queued letter that it was sent by hand', queued, { action: 'sent print' }],
    ['saying of a held letter that it was sent by hand', held, { action: 'sent print' }],
    ['saying of a sent letter that it was sent by hand', sent, { action: 'sent print' }],
    ['saying of a held letter that it was not sent', held, { action: 'not-sent' }],
    ['saying of a queued letter that it was not sent', queued, { action: 'not-sent' }],
    ['saying of a refused letter that it was not sent', refused, { action: 'not-sent' }],
    ['saying of a sent letter that it was not sent', sent, { action: 'not-sent' }],
    ['saying of a letter on paper that is not sent that it was not sent', forPaper, { action: 'not-sent' }],
    ['having posted by volunteers what is being sent', sending, { action: 'post-for-me' }],
    ['having posted by volunteers what was sent', sent, { action: 'post-for-me' }],
    ['having posted by volunteers what is held', held, { action: 'post-for-me' }],
    ['an answer to a letter that has not gone', queued, { action: 'answer', answer: 'yes' }],
    ['an answer to a letter that was taken back', recalled, { action: 'answer', answer: 'no' }],
    ['deleting what is being sent', sending, { action: 'erase' }],
    ['writing anew what has no text any more', erased, { action: 'anew' }],
    ['keeping a text that has gone', erased, { action: 'keep', keep: 'yes' }],
  ])('%s', async (_what, given, fields) => {
    const id = await given()
    const before = await storedOf(site)

    const reply = await site.postForm(ownPageOf(site, id), fields)

    expect(reply.statusCode).toBe(409)
    expect(textOf(documentOf(reply), 'h1')).toBe('This letter can be changed no more')
    expect(await storedOf(site)).toEqual(before)
  })

  it('an action that there is not leads back to the page', async () => {
    const id = await queued()
    const before = await storedOf(site)

    const replies = await Promise.all([press(id, {}), press(id, { action: 'send' }), press(id, { action: 'release' })])

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303])
    expect(await storedOf(site)).toEqual(before)
  })
})

const actions = ['recall', 'sent print', 'post-for-me', 'not-sent', 'answer', 'keep', 'erase', 'anew']

describe('a token of another purpose', () => {
  it.each(['letter-confirm', 'letter-draft', 'confirm', 'signer', 'refuse-mail'])(
    '%s opens no page of a letter and does nothing with it',
    async (purpose) => {
      const id = await queued()
      const before = await storedOf(site)
      const path = `/letters/${mintToken(site.ctx.keys, purpose, idToBytes(id), new Date(site.clock.now().getTime() + dayMs))}`

      const replies = await Promise.all([
        site.get(path),
        site.get(`/api/v1${path}/letter.pdf`),
        ...actions.map((action) => site.postForm(path, { action })),
      ])

      expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 410, ...actions.map(() => 410)])
      expect(await storedOf(site)).toEqual(before)
    },
  )

  it('of this purpose opens no letter that nobody has confirmed', async () => {
    const path = ownPageOf(site, await draft())
    const before = await storedOf(site)

    const replies = await Promise.all([
      site.get(path),
      site.get(`/api/v1${path}/letter.pdf`),
      ...actions.map((action) => site.postForm(path, { action })),
    ])

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 410, ...actions.map(() => 410)])
    expect(await storedOf(site)).toEqual(before)
  })

  it('past its time opens nothing', async () => {
    const path = ownPageOf(site, await sent())
    site.clock.pass(400 * dayMs)

    const replies = await Promise.all([site.get(path), site.postForm(path, { action: 'erase' })])

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 410])
  })
})

describe('whether there was an answer', () => {
  it.each([
    ['yes', 'You said: yes, a person answered.'],
    ['automatic', 'You said: only an automatic reply.'],
    ['no', 'You said: no answer.'],
  ])('is said by one press, %s, and shown then', async (answer, sentence) => {
    const id = await sent()

    const reply = await press(id, { action: 'answer', answer })
    const page = await open(String(reply.headers['location']))

    expect(await letterOf(site, id)).toMatchObject({ answer })
    expect(textOf(page, '[role="status"]')).toBe('Thank you. You can say something else at any time.')
    expect(textOf(page, 'main')).toContain(sentence)
    expect(page.querySelector('[name="answer"][aria-pressed="true"]')?.getAttribute('value')).toBe(answer)
  })

  it('can be said otherwise later, and the later counts', async () => {
    const id = await byOwnHand()

    await press(id, { action: 'answer', answer: 'no' })
    await press(id, { action: 'answer', answer: 'yes' })

    expect(await letterOf(site, id)).toMatchObject({ answer: 'yes' })
  })

  it('is asked for on the page of a letter that has arrived, and not before', async () => {
    const pages = await Promise.all([queued, held, sent, byOwnHand].map(async (make) => open(ownPageOf(site, await make()))))

    expect(pages.map((page) => buttonsOf(page).includes('automatic'))).toEqual([false, false, true, true])
  })

  it('is not asked for when the letter went to the organizers as a test, or came back', async () => {
    const back = await sent()
    await noteBounce(site.ctx, { kind: 'failed', letter: back, status: '5.1.1', diagnostic: null, permanent: true })
    await rowsOf(site, 'delete from live_asks')
    await rowsOf(site, 'delete from refused_addresses')
    const test = await sent()

    const pages = [await open(ownPageOf(site, back)), await open(ownPageOf(site, test))]

    expect(await letterOf(site, test)).toMatchObject({ state: 'sent', isTest: true })
    expect(pages.map((page) => buttonsOf(page).includes('automatic'))).toEqual([false, false])
  })
})
