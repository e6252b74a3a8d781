import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { letterInput } from '../../server/contract/letters.ts'
import { noteBounce } from '../../server/features/letters/note-bounce.ts'
import { refuseLetter, releaseLetter } from '../../server/features/letters/organize-letters.ts'
import { submitLetter } from '../../server/features/letters/write-letter.ts'
import { dayMs, hourMs } from '../../server/lib/clock.ts'
import { MailDelayed, MailRefused } from '../../server/mail/mailer.ts'
import { begunDraft, documentOf, ownPageOf, postFields, storedOf, typedLetter } from '../support/letter-pages.ts'
import {
  aLetter,
  apartMs,
  bringMembers,
  clearLetters,
  commonsAsk,
  confirmedLetter,
  letterOf,
  linkIn,
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

type Letter = { id: string; email: string }

/** What runs each hour, with the mails that it causes. */
async function upkeep(): Promise<void> {
  await rowsOf(site, `select graphile_worker.add_job('keep-letters', '{}')`)
  await site.work()
}

const press = (id: string, fields: Record<string, string>) => site.postForm(ownPageOf(site, id), fields)
const queued = (given: Record<string, unknown> = {}): Promise<Letter> => confirmedLetter(site, { recipient: ada, ...given })
const held = () => queued({ own: 'See www.one.example and www.two.example for it.' })
const forPaper = (): Promise<Letter> => confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })
const rehearse = () => rowsOf(site, 'delete from live_asks')
const hasText = async ({ id }: Letter) => (await letterOf(site, id)).packetCipher !== null
const answersAsked = ({ email }: Letter) => site.mail.to(email).filter(({ message }) => message.subject === 'Did you get an answer?')

async function sent(given: Record<string, unknown> = {}): Promise<Letter> {
  const letter = await queued(given)
  site.clock.pass(apartMs)
  await sendDue(site)
  return letter
}

async function tested(): Promise<Letter> {
  await rehearse()
  return sent()
}

async function pressed(letter: Promise<Letter>, fields: Record<string, string>): Promise<Letter> {
  const { id, email } = await letter
  await press(id, fields)
  return { id, email }
}

async function failedTest(): Promise<Letter> {
  await rehearse()
  const letter = await queued()
  site.mail.failNext(new MailRefused(550, '550 no such user'))
  await sendDue(site)
  return letter
}

async function delayed(): Promise<Letter> {
  const letter = await queued()
  site.clock.pass(apartMs)
  site.mail.failNext(new MailDelayed('ETIMEDOUT', null, ''))
  await sendDue(site)
  return letter
}

async function refused(): Promise<Letter> {
  const letter = await held()
  await refuseLetter(site.ctx, { id: letter.id, by: 'TT', reason: 'Advertising.' })
  return letter
}

async function bounced(letter: Promise<Letter>): Promise<Letter> {
  const { id, email } = await letter
  await noteBounce(site.ctx, { kind: 'failed', letter: id, status: '5.1.1', diagnostic: null, permanent: true })
  return { id, email }
}

const ends: [string, () => Promise<Letter>][] = [
  ['sent', sent],
  ['sent as a test', tested],
  ['failed as a test', failedTest],
  ['bounced as a test', () => bounced(tested())],
  ['bounced and given another way', () => bounced(sent())],
  ['on paper', forPaper],
  ['sent by its writer', () => pressed(forPaper(), { action: 'sent print' })],
  ['refused by an organizer', refused],
  ['taken back', () => pressed(queued(), { action: 'recall' })],
]

describe('the text of a letter', () => {
  it.each(ends)('of one that was %s goes 28 days after it was confirmed, with the address; what happened stays', async (_end, make) => {
    const confirmedAt = site.clock.now().getTime()
    const letter = await make()
    site.clock.set(new Date(confirmedAt + 28 * dayMs - 1))
    await upkeep()
    const before = await hasText(letter)
    site.clock.pass(1)
    await upkeep()

    const { packetCipher, addressCipher, events } = await letterOf(site, letter.id)
    expect(before).toBe(true)
    expect([packetCipher, addressCipher]).toEqual([null, null])
    expect(events[0]).toMatchObject({ state: 'confirmed' })
    expect((await site.get(ownPageOf(site, letter.id))).body).toContain('The text has been deleted.')
  })

  it('that went to its addressee leaves a fingerprint, so that nobody writes twice; a test leaves none', async () => {
    const real = await sent()
    const test = await tested()
    site.clock.pass(29 * dayMs)
    await upkeep()

    expect((await letterOf(site, real.id)).addressIndex).toHaveLength(16)
    expect((await letterOf(site, test.id)).addressIndex).toBeNull()
  })

  it.each<[string, () => Promise<Letter>]>([
    ['is held', held],
    ['waits in the queue', queued],
    ['is being sent', delayed],
  ])('stays while the letter %s', async (_state, make) => {
    const letter = await make()
    site.clock.pass(60 * dayMs)
    await upkeep()

    expect(await hasText(letter)).toBe(true)
  })

  it('of a letter that was held for longer goes once that has been sent', async () => {
    const letter = await held()
    site.clock.set('2027-01-12T12:00:00Z')
    await upkeep()
    await releaseLetter(site.ctx, { id: letter.id, by: 'TT' })
    site.clock.pass(apartMs)
    await sendDue(site)
    const whenSent = await letterOf(site, letter.id)
    await upkeep()

    expect(whenSent).toMatchObject({ state: 'sent', isTest: false, packetCipher: expect.any(Buffer) })
    expect(await hasText(letter)).toBe(false)
  })

  it('that its writer keeps stays as long as its page works, and no longer', async () => {
    const confirmedAt = site.clock.now().getTime()
    const letter = await pressed(sent(), { action: 'keep', keep: 'yes' })
    site.clock.set(new Date(confirmedAt + 400 * dayMs - 1))
    await upkeep()
    const before = await hasText(letter)
    site.clock.pass(1)
    await upkeep()

    expect(before).toBe(true)
    expect(await hasText(letter)).toBe(false)
  })

  it('that its writer kept and lets go after its time goes at once', async () => {
    const letter = await pressed(sent(), { action: 'keep', keep: 'yes' })
    site.clock.pass(100 * dayMs)
    await upkeep()
    const before = await hasText(letter)
    await press(letter.id, { action: 'keep', keep: 'no' })
    await upkeep()

    expect(before).toBe(true)
    expect(await hasText(letter)).toBe(false)
  })
})

describe('what nobody confirmed', () => {
  it('goes 30 days after a draft was last changed, as a whole', async () => {
    const path = await begunDraft(site, commonsAsk, { recipient: ada })
    site.clock.pass(20 * dayMs)
    await postFields(site, path, { ...typedLetter(), action: 'preview' })
    site.clock.pass(30 * dayMs - 1)
    await upkeep()
    const before = await numberOf(site, 'letters')
    site.clock.pass(1)
    await upkeep()

    expect([before, await numberOf(site, 'letters')]).toEqual([1, 0])
  })

  it('goes 30 days after a letter was handed in, and what was confirmed does not', async () => {
    await submitLetter(site.ctx, { letter: letterInput.parse(aLetter({ recipient: ada })), locale: 'en' })
    const { id } = await sent()
    site.clock.pass(31 * dayMs)
    await upkeep()

    expect(await rowsOf(site, 'select id from letters')).toEqual([{ id }])
  })

  it('is noted in the log by number only', async () => {
    await begunDraft(site, commonsAsk, { recipient: ada })
    site.clock.pass(30 * dayMs)
    await upkeep()

    expect(site.logLines.at(-1)).toContain('"drafts":1,"texts":0')
  })
})

describe('what a letter was like', () => {
  const alike = async (own: string) => (await site.post('/api/v1/letters/drafts', draftOf(own))).json().measure.similarity
  const draftOf = (own: string) => {
    const { email: _email, consent: _consent, ...draft } = aLetter({ recipient: ada, own })
    return draft
  }

  it('is known for 90 days, to say how like another is, and then gone without a trace', async () => {
    const own = 'My neighbour waited four years for a kidney, and I drove her to dialysis three times a week.'
    await sent({ own })
    const atOnce = await alike(own)
    site.clock.set('2027-02-22T23:59:00Z')
    await upkeep()
    const onTheLastDay = await alike(own)
    site.clock.set('2027-02-23T00:00:00Z')
    await upkeep()

    expect([atOnce, onTheLastDay, await alike(own)]).toEqual([1, 1, 0])
    expect([await numberOf(site, 'letter_sketches'), await numberOf(site, 'letter_fingerprints')]).toEqual([0, 0])
  })
})

describe('whether there was an answer is asked', () => {
  it('after 14 days and after 21, once each, with a link to where it is said', async () => {
    const letter = await sent()
    const asked: number[] = []
    for (const hours of [14 * 24 - 1, 1, 1, 7 * 24 - 2, 1, 24, 24 * 30]) {
      site.clock.pass(hours * hourMs)
      await upkeep()
      asked.push(answersAsked(letter).length)
    }

    expect(asked).toEqual([0, 1, 1, 1, 2, 2, 2])
  })

  it('on a page that takes the answer', async () => {
    const letter = await sent()
    site.clock.pass(14 * dayMs)
    await upkeep()
    const path = `/letters/${linkIn(site, letter.email, '/letters/')}`

    const page = documentOf(await site.get(path, { accept: 'text/html' }))
    await site.postForm(path, { action: 'answer', answer: 'automatic' })

    expect(page.querySelector('button[name="answer"][value="automatic"]')).not.toBeNull()
    expect(await letterOf(site, letter.id)).toMatchObject({ answer: 'automatic' })
  })

  it.each(['yes', 'automatic', 'no'])('no more once %s was said', async (answer) => {
    const early = await pressed(sent(), { action: 'answer', answer })
    const late = await sent()
    site.clock.pass(15 * dayMs)
    await upkeep()
    await press(late.id, { action: 'answer', answer })
    site.clock.pass(10 * dayMs)
    await upkeep()

    expect([answersAsked(early).length, answersAsked(late).length]).toEqual([0, 1])
  })

  it.each<[string, () => Promise<Letter>]>([
    ['went to the organizers as a test', tested],
    ['failed as a test', failedTest],
    ['waits in the queue', queued],
    ['is held', held],
    ['was refused', refused],
    ['was taken back', () => pressed(queued(), { action: 'recall' })],
    ['came back', () => bounced(sent())],
    ['is to be sent by its writer, who has not said so', forPaper],
    ['was not sent by its writer after all', () => pressed(pressed(forPaper(), { action: 'sent print' }), { action: 'not-sent' })],
    ['was deleted by its writer', () => pressed(sent(), { action: 'erase' })],
  ])('never about a letter that %s', async (_what, make) => {
    const letter = await make()
    site.clock.pass(22 * dayMs)
    await upkeep()

    expect(answersAsked(letter)).toEqual([])
  })

  it('from the day on which its writer says that they sent it themselves', async () => {
    const letter = await forPaper()
    site.clock.pass(6 * dayMs)
    await press(letter.id, { action: 'sent print' })
    site.clock.pass(13 * dayMs)
    await upkeep()
    const before = answersAsked(letter).length
    site.clock.pass(dayMs)
    await upkeep()

    expect([before, answersAsked(letter).length]).toEqual([0, 1])
  })

  it('once, not twice, when nothing ran for more than a week', async () => {
    const letter = await sent()
    site.clock.pass(22 * dayMs)
    await upkeep()
    await upkeep()

    expect(answersAsked(letter)).toHaveLength(1)
  })

  it('once when two processes look at the same moment', async () => {
    const letter = await sent()
    site.clock.pass(14 * dayMs)
    await Promise.all([upkeep(), upkeep(), upkeep()])

    expect(answersAsked(letter)).toHaveLength(1)
  })
})

it('upkeep that finds nothing to do changes nothing', async () => {
  await sent()
  await held()
  await begunDraft(site, commonsAsk, { recipient: ada })
  const before = await storedOf(site)

  await upkeep()

  expect(await storedOf(site)).toEqual(before)
})
