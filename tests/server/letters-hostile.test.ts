import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LetterDocument } from '../../server/contract/letter-document.ts'
import { letterInput } from '../../server/contract/letters.ts'
import { confirmLetter } from '../../server/features/letters/confirm-letter.ts'
import type { HoldReason } from '../../server/features/letters/hold-rules.ts'
import { openPacket, sealPacket } from '../../server/features/letters/packet.ts'
import type { LetterRow } from '../../server/features/letters/queries.ts'
import { findLetter, insertLetter } from '../../server/features/letters/queries.ts'
import { addressIndexOf, addressPlace } from '../../server/features/letters/rules.ts'
import { submitLetter } from '../../server/features/letters/write-letter.ts'
import { dayMs, hourMs } from '../../server/lib/clock.ts'
import { encryptField } from '../../server/lib/field-encryption.ts'
import { newId } from '../../server/lib/ids.ts'
import { begunDraft, confirmPageOf, documentOf, ownPageOf, postFields, typedLetter } from '../support/letter-pages.ts'
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
  written,
} from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { newestMail, numberOf, rowsOf, unlimited } from '../support/steps.ts'

const office = 'ada.office@example.org'
const organizers = 'contact@example.org'

let site: TestSite
let ada: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ;({ ada } = await bringMembers(site))
})
beforeEach(() => clearLetters(site))
afterAll(() => site.close())

const open = async (path: string) => documentOf(await site.get(path, { accept: 'text/html' }))
const textOf = (page: Document, selector: string) => page.querySelector(selector)?.textContent ?? ''
const submit = (given: Record<string, unknown>) => site.post('/api/v1/letters', aLetter({ recipient: ada, ...given }))
const send = (path: string, given: Record<string, string>) => postFields(site, path, { ...typedLetter(given), action: 'send' })
const begun = () => begunDraft(site, commonsAsk, { recipient: ada })

/** Markup and template marks, as somebody types who hopes that they do something. */
const marks = [
  '<b>bold</b>',
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</textarea><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '<!-- --><![CDATA[x]]>',
  '&lt;i&gt; &amp; &#39;',
  '{{constructor.constructor("alert(1)")()}}',
  '{name} {0} {count, plural, one {#} other {#}}',
  `\${7*7} <%= 7*7 %> #{7*7} %s %n $1 $&`,
  "'; drop table letters; --",
  '\\r\\nBcc: someone@example.net',
]
const dangerous = /<script>alert|<img src=x|<svg onload|<b>bold/

describe('whatever is typed stays text', () => {
  it.each(marks)('in the words of a letter: %s', async (mark) => {
    const own = `Before ${mark} after.`
    const { email, page } = await written(site, { recipient: ada, own, subject: mark })
    const [confirmation] = site.mail.to(email)
    const [letter] = site.mail.to(organizers)
    const reply = await site.get(page, { accept: 'text/html' })

    expect(confirmation?.message.text).toContain(own)
    expect(letter?.message.text).toContain(own)
    expect(letter?.message.subject).toBe(`[Test, not sent to Ada Example] ${mark}`)
    expect(documentOf({ body: letter?.message.html ?? '' }).body.textContent).toContain(own)
    expect(textOf(documentOf(reply), '.letter-own')).toBe(own)
    expect(textOf(documentOf(reply), '#copy-text')).toBe('')
    for (const html of [confirmation?.message.html, letter?.message.html, reply.body]) expect(dangerous.test(html ?? '')).toBe(false)
  })

  it.each(marks)('in every field of a draft that comes back: %s', async (mark) => {
    const path = await begun()
    const names = ['own', 'subject', 'givenName', 'familyName', 'town', 'email', 'country', 'postcode']

    const reply = await send(path, Object.fromEntries(names.map((name) => [name, mark])))
    const again = await site.get(path, { accept: 'text/html' })

    expect([reply.statusCode, again.statusCode]).toEqual([422, 200])
    expect([reply.body, again.body].some((body) => dangerous.test(body))).toBe(false)
    expect(textOf(documentOf(again), '#own')).toBe(mark)
  })

  it('fields that come twice, or that are no fields, do nothing', async () => {
    const path = await begun()
    const payload = 'own=First&own=Second&__proto__=x&constructor=y&toString=z&own[]=a&action=preview&country=GB&postcode=ZE1+0AA'

    const reply = await site.app.inject({
      method: 'POST',
      url: path,
      payload,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })

    expect(reply.statusCode).toBe(200)
    expect(textOf(documentOf(reply), '#own')).toBe('Second')
  })
})

describe('names', () => {
  it.each([
    ['quotes and an apostrophe', `Wanda "Wa, nda" O'Writer`],
    ['angle brackets', 'Wanda <wanda@example.net>'],
    ['emoji', '👩‍👩‍👧 Wanda 🇬🇧'],
    ['Hebrew', 'יעל כהן'],
    ['Arabic', 'وَنْدَة'],
    ['marks of direction', 'Wanda \u200e\u200f'],
    ['100 combining marks', `W${'\u0301'.repeat(99)}`],
    ['100 rare characters', '𠮷'.repeat(100)],
    ['an encoded word', '=?utf-8?B?QmNjOiB4?='],
  ])('with %s go through every mail and page as they are', async (_what, givenName) => {
    const { id, email } = await confirmedLetter(site, { recipient: ada, givenName, familyName: undefined })
    await rowsOf(site, `update letters set state = 'queued', not_before = confirmed_at where id = $1`, [id])
    await sendDue(site)
    const page = ownPageOf(site, id)

    const [letter] = site.mail.to(organizers)
    const opened = await open(page)
    const pdf = await site.get(`/api/v1${page}/letter.pdf`)

    expect(letter).toMatchObject({
      fromName: expect.stringMatching(/ via Test site$/),
      replyTo: { name: givenName.trim(), address: email },
    })
    expect(letter?.message.text).toContain(`Yours sincerely,\n\n${givenName.trim()}\n`)
    expect([...opened.querySelectorAll('.letter-sheet bdi')].map(({ textContent }) => textContent)).toEqual([givenName.trim()])
    expect([200, 409]).toContain(pdf.statusCode)
  })

  it.each([
    '\r\nBcc: other@example.net',
    '\n',
    '\r',
    '\t',
    '\u2028',
    '\u2029',
    '\u0085',
    '\u0000',
    '\u001b[31m',
    '\u202e',
    '\u2066',
    '\ufeff',
  ])('and subjects, towns and streets with %j are refused, by program and by form', async (mark) => {
    const value = `Wan${mark}da`
    const names = ['givenName', 'familyName', 'subject', 'town', 'street']
    const path = await begun()

    const replies = [...(await Promise.all(names.map((name) => submit({ [name]: value })))), await send(path, { subject: value })]

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([422, 422, 422, 422, 422, 422])
    expect(replies.slice(0, 5).map((reply) => reply.json().errors)).toMatchObject(
      names.map((name) => [{ pointer: `/${name}`, code: 'forbidden-characters' }]),
    )
    expect(await numberOf(site, 'graphile_worker.jobs')).toBe(0)
  })
})

describe('the longest letter', () => {
  it.each([
    ['letters', 'x'],
    ['Chinese', '漢'],
    ['emoji', '😀'],
  ])('of 6,000 characters is taken and one of 6,001 is not, in %s', async (_script, character) => {
    const [path, other] = [await begun(), await begun()]
    const [longest, tooLong] = [6000, 6001].map((n) => character.repeat(n)) as [string, string]

    const replies = [
      await submit({ own: longest }),
      await submit({ own: tooLong }),
      await send(path, { own: longest }),
      await send(other, { own: tooLong }),
    ]
    const { state } = await confirmedLetter(site, { recipient: ada, own: longest })

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([202, 422, 303, 422])
    expect(replies[1]?.json()).toMatchObject({ errors: [{ pointer: '/own', code: 'too-long' }] })
    expect(state).toBe('queued')
  })
})

describe('a confirmation mail', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['https', { own: 'Buy at https://shop.example.org/now today.' }, 'shop.example.org'],
    ['www', { own: 'Buy at WWW.Shop-Example.Test today.' }, 'Shop-Example'],
    ['a bare name', { own: 'Buy at shop-example.com today.' }, 'shop-example.com'],
    ['a short link', { own: 'Buy at t.me/shop_example today.' }, 't.me/shop_example'],
    ['the subject', { subject: 'Buy at shop-example.com' }, 'shop-example.com'],
    ['the name', { givenName: 'Visit', familyName: 'shop-example.com' }, 'shop-example.com'],
    ['the town', { town: 'shop-example.com' }, 'shop-example.com'],
    ['the street', { street: 'https://shop.example.org' }, 'shop.example.org'],
  ])(
    'repeats nothing of a letter with the address of a web page in it (%s), and its page shows it whole',
    async (_where, given, address) => {
      const { email, token } = await handedIn(site, { recipient: ada, ...given })

      const { message } = newestMail(site, email)
      expect(message.text).toContain('The letter holds the address of a web page, so this mail does not repeat it.')
      expect(JSON.stringify(message).includes(address)).toBe(false)
      expect(JSON.stringify(message)).not.toContain('Yours sincerely')
      expect((await open(`/letters/confirm/${token}`)).body.textContent).toContain(address)
    },
  )

  it('repeats a letter without one, in full', async () => {
    const { email } = await handedIn(site, { recipient: ada, own: 'No page here. I wrote to nobody@example.net too.' })

    expect(newestMail(site, email).message.text).toContain('No page here.')
  })
})

describe('a letter that has to be looked at', () => {
  it.each<[HoldReason, Record<string, unknown>]>([
    ['links', { own: 'See www.one.example and https://two.example/ for it.' }],
    ['links', { familyName: 'www.one.example' }],
    ['threat', { own: 'If you vote for this, I will kill you.' }],
    ['threat', { subject: 'I know where you live' }],
    ['hidden-characters', { own: 'I wr\u00adi\u00adte because of her.' }],
    ['shouting', { own: 'I WANT YOU TO LISTEN NOW AND TO ACT AT ONCE, AND I WANT IT IN WRITING BY FRIDAY.' }],
  ])('waits (%s): it goes to nobody, and its page says so', async (reason, given) => {
    await putLive(site, commonsAsk)
    const { id, state } = await confirmedLetter(site, { recipient: ada, ...given })
    site.clock.pass(apartMs)
    await sendDue(site)

    expect(state).toBe('held')
    expect(await letterOf(site, id)).toMatchObject({ state: 'held', holdReasons: [reason], dispatchedAt: null })
    expect(site.mail.mails).toEqual([])
    expect(textOf(await open(ownPageOf(site, id)), '#state')).toBe('Your letter waits')
  })

  it('is the eleventh that one person confirms in a day, however they spell their address, and not one of the next day', async () => {
    const spellings = ['many.letters@gmail.com', 'manyletters+a@gmail.com', 'ManyLetters@googlemail.com']
    const states: string[] = []
    for (let n = 0; n < 11; n++) {
      states.push((await confirmedLetter(site, { recipient: ada, email: spellings[n % 3] })).state)
      await sendDue(site)
      site.clock.pass(hourMs)
    }
    await rowsOf(site, `update letters set state = 'cancelled' where state = 'held'`)
    site.clock.pass(dayMs)
    const next = await confirmedLetter(site, { recipient: ada, email: spellings[0] })

    expect(states).toEqual([...Array.from({ length: 10 }, () => 'queued'), 'held'])
    expect(next.state).toBe('queued')
  })

  it('is each of those with abuse among a thousand, and no other', async () => {
    await putLive(site, commonsAsk)
    const model = await pending(site, { recipient: ada })
    const isSeeded = (n: number) => n % 10 === 3
    const held: number[] = []
    for (let n = 0; n < 1000; n++) {
      const written = { own: cleanWords(n), ...(isSeeded(n) ? seeds[((n - 3) / 10) % seeds.length]?.(n) : {}) }
      const { state } = await confirmLetter(site.ctx, await anotherPending(model, `writer-of-${n}@example.net`, written))
      if (state === 'held') held.push(n)
    }
    site.clock.pass(apartMs)
    await sendDue(site)

    expect(held).toEqual(Array.from({ length: 100 }, (_, n) => n * 10 + 3))
    expect(await rowsOf(site, `select id from letters where state = 'held'`)).toHaveLength(100)
    expect(site.mail.to(office)).toHaveLength(20)
    expect(site.mail.to(office).filter(({ message }) => /kill you|tuer|bringe|casino|pills/i.test(message.text))).toEqual([])
  }, 120_000)
})

/** A letter that somebody has handed in. */
async function pending({ ctx }: TestSite, given: Record<string, unknown>): Promise<LetterRow> {
  const id = await submitLetter(ctx, { letter: letterInput.parse(aLetter(given)), locale: 'en' })
  return (await findLetter(ctx.db, id)) as LetterRow
}

/** One like it from another person with other words, as if handed in; answers the token that confirms it. */
async function anotherPending(model: LetterRow, email: string, words: { own: string; subject?: string; name?: string }): Promise<string> {
  const { keys, db } = site.ctx
  const { form, document, legislatorId } = openPacket(keys, model.id, model.packetCipher as Buffer)
  const { name, ...others } = words
  const { sender } = document as LetterDocument
  const changed = { ...(document as LetterDocument), ...others, sender: { ...sender, email, name: name ?? sender.name } }
  const id = newId()
  await insertLetter(db, {
    ...model,
    id,
    addressIndex: addressIndexOf(keys, email),
    addressCipher: encryptField(keys, addressPlace(id), email),
    packetCipher: sealPacket(keys, id, { form, document: changed, legislatorId }),
  })
  return confirmPageOf(site, id).split('/').at(-1) ?? ''
}

/** Words that nobody need look at, some near to what has to be. */
function cleanWords(n: number): string {
  const sentences = [
    'My aunt was told that they would kill her, and fled.',
    'I read about it at www.example.org last week.',
    'I WRITE because of my daughter.',
    'A doctor told me: without a kidney you will die.',
    'Please answer to me, not to a machine.',
    'I live beside the hospital, and I see who goes in.',
  ]
  return `I am number ${n} to write. ${sentences[n % sentences.length]} ${sentences[(n * 7 + 1) % sentences.length]}`
}

/** What somebody writes who abuses us, each in many spellings; the number makes no two alike. */
const seeds: ((n: number) => { own?: string; subject?: string; name?: string })[] = [
  (n) => ({ own: `Visit https://casino-${n}.example/ and www.casino-${n}.example today.` }),
  (n) => ({ own: `Best prices ${n}: pills-${n}.com, pills-${n}.net and pills-${n}.org` }),
  (n) => ({ own: `Vote for it, number ${n}, and I will kill you.` }),
  (n) => ({ own: `Number ${n} says: I w\u00adi\u00adll k\u00adill you.` }),
  (n) => ({ own: `Ｉ ｗｉｌｌ ｋｉｌｌ ｙｏｕ, number ${n}.` }),
  (n) => ({ own: `I wіll kіll уou, number ${n}.` }),
  (n) => ({ own: `We know where you live, house ${n}.` }),
  (n) => ({ own: `Ich bringe dich um, Nummer ${n}.` }),
  (n) => ({ own: `Je vais te tuer, numéro ${n}.` }),
  (n) => ({ own: `אני אהרוג אותך ${n}` }),
  (n) => ({ own: `I AM NUMBER ${n} AND I SHOUT AT YOU FROM THE FIRST WORD TO THE LAST UNTIL YOU HEAR ME.` }),
  (n) => ({ subject: `casino-${n}.com and poker-${n}.com` }),
  (n) => ({ name: `Visit casino-${n}.com` }),
  (n) => ({ own: `Hidden ${n}: I wri\u{e0041}\u{e0042}te because of her.` }),
]
