import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dayMs } from '../../server/lib/clock.ts'
import { idToBytes } from '../../server/lib/ids.ts'
import { mintToken } from '../../server/lib/tokens.ts'
import { begunDraft, documentOf, fieldsOf, postFields, typedLetter } from '../support/letter-pages.ts'
import { aLetter, bringMembers, clearLetters, commonsAsk, confirmedLetter, linkIn, officeAsk, unOffice } from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { comparable, newestMail, numberOf, rowsOf, unlimited } from '../support/steps.ts'

type Fields = Record<string, string | string[]>

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
const press = (path: string, action: string, fields: Fields) => postFields(site, path, { ...fields, action })
const begun = (given: Record<string, string> = {}) => begunDraft(site, commonsAsk, { recipient: ada, ...given })
const textOf = (page: Document, selector: string) => page.querySelector(selector)?.textContent ?? ''
const ownIn = (page: Document) => page.querySelector<HTMLTextAreaElement>('#own')?.value
const pointsIn = (page: Document) => [...page.querySelectorAll<HTMLInputElement>('[name="points"]')].map(({ value }) => value)
const tokenOf = (path: string) => path.split('/').at(-1) ?? ''
/** The letter of a page without its other words. */
const sheetOf = (page: Document) => textOf(page, 'aside .letter-sheet')

describe('a letter is begun and composed without script', () => {
  it('from the page of who represents somebody, by one press', async () => {
    const asked = await site.postForm(`/write/${commonsAsk}/representatives`, { country: 'GB', postcode: 'ze1 0aa' })
    const fields = fieldsOf(documentOf(asked), 'recipient')
    const begins = await postFields(site, `/write/${commonsAsk}/letter`, fields)
    const page = await open(String(begins.headers['location']))

    expect(fields).toMatchObject({ recipient: ada, country: 'GB' })
    expect(begins.statusCode).toBe(303)
    expect(begins.headers['location']).toMatch(/^\/write\/uk-consent-gap\/letter\/[\w-]{48}$/)
    expect(textOf(page, 'h1')).toBe('Your letter to Ada Example')
    expect(ownIn(page)).toBe('')
    expect(sheetOf(page)).toBe('Press “Show my letter” and it appears here.')
  })

  it('and shown as it will look: own words first, then the picked points with their sources, the request and the name', async () => {
    const path = await begun()
    const [first = ''] = pointsIn(await open(path))

    const reply = await press(path, 'preview', typedLetter({ own: 'My own reason.', points: [first] }))

    expect(reply.statusCode).toBe(200)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(sheetOf(documentOf(reply))).toMatch(
      /^Ada Example.*Dear Ada Example,My own reason\..+1.*Please ask ministers whether.*Yours sincerely,Wanda WriterAldertown ZE1 0AA.*https:\/\//s,
    )
    expect(documentOf(reply).querySelector(`[value="${first}"]`)?.hasAttribute('checked')).toBe(true)
  })

  it('and handed in: the page says where the letter waits, and the draft is still there', async () => {
    const path = await begun()
    const typed = typedLetter()

    const reply = await press(path, 'send', typed)
    await site.work()
    const next = await open(String(reply.headers['location']))

    expect([reply.statusCode, reply.headers['location']]).toEqual([303, `${path}/check-your-email`])
    expect(textOf(next, 'h1')).toBe('Your letter waits for you in your mail')
    expect(textOf(next, 'main')).toContain('w••@example.net')
    expect(newestMail(site, String(typed['email'])).message.text).toContain(typed['own'])
    expect(ownIn(await open(path))).toBe(typed['own'])
  })

  it('and deleted: its row is gone and its page says so', async () => {
    const path = await begun()

    const reply = await press(path, 'delete', typedLetter())

    expect([reply.statusCode, reply.headers['location']]).toEqual([303, `/write/${commonsAsk}`])
    expect(await numberOf(site, 'letters')).toBe(0)
    expect((await get(path)).statusCode).toBe(410)
  })
})

const manyPoints = Array.from({ length: 50 }, (_, n) => n.toString(16).padStart(16, '0'))

describe('what is typed comes back, however wrong', () => {
  it.each<[string, Fields, string, string]>([
    ['no words of one’s own', { own: '' }, 'own', 'Write why you write'],
    ['blanks alone', { own: ' \n\t ' }, 'own', 'Write why you write'],
    ['100 kB of words', { own: 'kidney '.repeat(14_629) }, 'own', 'This is too long: shorten it'],
    ['6,001 characters', { own: '😀'.repeat(6001) }, 'own', 'This is too long: shorten it'],
    ['a control character', { own: 'I write\u0007 because.' }, 'own', 'This holds characters that cannot be stored'],
    ['text that runs backwards', { own: 'I write \u202eesuaceb' }, 'own', 'This holds characters that cannot be stored'],
    ['a name that is turned round', { givenName: 'Wan\u2067da' }, 'givenName', 'This holds characters that cannot be stored'],
    ['no name', { givenName: '' }, 'givenName', 'Enter your first name'],
    ['a name of 101 letters', { familyName: 'x'.repeat(101) }, 'familyName', 'This is too long: shorten it'],
    ['what is no address', { email: 'nobody' }, 'email', 'Enter an e-mail address like name@example.org'],
    ['no agreement', { consent: '' }, 'consent', 'Tick the box if you agree'],
    ['no age', { age: '' }, 'age', 'Tick the box if you are 16 or older'],
    ['50 points', { points: manyPoints }, 'points', 'Choose four points at most'],
    ['another place in the hidden field', { postcode: 'ZE1 0AB' }, 'recipient', 'They do not represent the place that you gave'],
    ['a place that there is not', { postcode: 'ZE9 9ZZ' }, 'recipient', 'They do not represent the place that you gave'],
    ['a country that there is not', { country: 'nowhere' }, 'country', 'Choose your country from the list'],
    ['no country', { country: '', postcode: '' }, 'recipient', 'They do not represent the place that you gave'],
  ])('%s', async (_what, given, field, sentence) => {
    const path = await begun()
    const typed = typedLetter(given)

    const reply = await press(path, 'send', typed)
    const page = documentOf(reply)
    const again = await open(path)

    const { points: _points, consent: _consent, age: _age, street: _street, ...lines } = typed
    expect(reply.statusCode).toBe(422)
    expect(textOf(page, `#errors a[href="#${field}"]`)).toContain(sentence)
    expect(page.title).toMatch(/^Error: /)
    expect(fieldsOf(page, 'own')).toMatchObject(lines)
    expect(fieldsOf(again, 'own')).toMatchObject(lines)
    expect(await numberOf(site, 'letters')).toBe(1)
    expect(await numberOf(site, 'graphile_worker.jobs')).toBe(0)
  })

  it('five points that were picked stay picked, to be lessened by one, and boxes that were ticked stay ticked', async () => {
    const path = await begun()
    const five = pointsIn(await open(path)).slice(0, 5)

    const page = documentOf(await press(path, 'send', typedLetter({ points: five })))

    expect(fieldsOf(page, 'own')).toMatchObject({ points: five, consent: 'yes', age: 'yes' })
    expect(textOf(page, '#points .field-error')).toContain('Choose four points at most')
  })

  it('points that the request has not are left out, and the letter is shown without them', async () => {
    const path = await begun()

    const reply = await press(path, 'preview', typedLetter({ points: ['0123456789abcdef', '<script>', '../..'] }))

    expect(reply.statusCode).toBe(200)
    expect(sheetOf(documentOf(reply))).toContain('Dear Ada Example,')
    expect(documentOf(reply).querySelector('.letter-sources')).toBeNull()
  })

  it('bytes that are no text cost nothing of what is text', async () => {
    const path = await begun()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }

    const reply = await site.app.inject({
      method: 'POST',
      url: path,
      payload: 'own=Before%ED%A0%80after&givenName=%FF&action=send',
      headers,
    })

    expect(reply.statusCode).toBe(422)
    expect(ownIn(documentOf(reply))).toMatch(/^Before.*after$/)
  })

  it('a line end at the very beginning is kept, and each counts once', async () => {
    const path = await begun()

    const reply = await press(path, 'preview', typedLetter({ own: `\r\n\r\n${'a\r\n'.repeat(2999)}ab` }))

    expect(reply.statusCode).toBe(200)
    expect(ownIn(documentOf(reply))).toBe(`\n\n${'a\n'.repeat(2999)}ab`)
  })

  it('more than a megabyte is not read, and the draft stays as it was', async () => {
    const path = await begun()
    await press(path, 'preview', typedLetter({ own: 'Saved before.' }))

    const reply = await press(path, 'preview', typedLetter({ own: 'x'.repeat(1024 * 1024) }))

    expect(reply.statusCode).toBe(413)
    expect(ownIn(await open(path))).toBe('Saved before.')
  })
})

describe('a page with script', () => {
  const save = (path: string, fields: Fields) => postFields(site, path, { ...fields, action: 'preview' }, { accept: 'application/json' })

  it('saves what is typed and gets the letter alone', async () => {
    const path = await begun()

    const reply = await save(path, typedLetter({ own: 'Typed so far.', givenName: '', email: '' }))

    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.json().preview).toMatchObject({ letter: { own: 'Typed so far.', sender: { email: '' } }, measure: { similarity: null } })
    expect(ownIn(await open(path))).toBe('Typed so far.')
  })

  it('saves what cannot be a letter yet, and hears no complaint', async () => {
    const path = await begun()

    const reply = await save(path, typedLetter({ own: '', town: 'Half a to' }))

    expect([reply.statusCode, reply.json()]).toEqual([200, { preview: null }])
    expect(fieldsOf(await open(path), 'own')).toMatchObject({ town: 'Half a to' })
  })

  it('hands nothing in, whatever the form says', async () => {
    const path = await begun()

    await postFields(site, path, { ...typedLetter(), action: 'send' }, { accept: 'application/json' })

    expect(await numberOf(site, 'letters')).toBe(1)
  })
})

describe('who a letter can be begun to', () => {
  it.each([
    ['nobody', () => ({}), 404],
    ['a seat that there is not', () => ({ recipient: 'seat:999999999' }), 404],
    ['a number beyond all seats', () => ({ recipient: 'seat:99999999999999999999' }), 404],
    ['what is no number', () => ({ recipient: "seat:1'; --" }), 404],
    ['another kind', () => ({ recipient: 'person:1' }), 404],
    ['NUL', () => ({ recipient: 'office:\u0000' }), 404],
    ['an office of another request', () => ({ recipient: unOffice }), 422],
  ])('not to %s', async (_what, given, status) => {
    const reply = await site.postForm(`/write/${commonsAsk}/letter`, { country: 'GB', ...given() })

    expect(reply.statusCode).toBe(status)
    expect(await numberOf(site, 'letters')).toBe(0)
  })

  it.each(['uk-coe-convention', 'china-open-letter', 'no-such-ask', 'A', '%00'])('not for %s, which has no letter', async (ask) => {
    const reply = await site.postForm(`/write/${ask}/letter`, { recipient: ada })

    expect(reply.statusCode).toBe(404)
  })

  it('a member who represents somebody else, or whom the request is not for, gets no letter', async () => {
    const toBen = await begun({ recipient: ben })
    const ofOffices = await begunDraft(site, officeAsk, { recipient: ada })

    const replies = [await press(toBen, 'send', typedLetter()), await press(ofOffices, 'send', typedLetter())]

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([422, 422])
    expect(replies.map((reply) => documentOf(reply).querySelector('#errors a')?.getAttribute('href'))).toEqual(['#recipient', '#recipient'])
    expect(await numberOf(site, 'graphile_worker.jobs')).toBe(0)
  })
})

describe('the address of a draft', () => {
  it('opens nothing with one letter changed', async () => {
    const path = await begun()
    const other = (letter: string) => (letter === 'A' ? 'B' : 'A')

    const replies = await Promise.all(
      [0, 7, 21, 26, 47].map((place) => {
        const at = path.length - 48 + place
        return get(path.slice(0, at) + other(path.charAt(at)) + path.slice(at + 1))
      }),
    )

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 410, 410, 410, 410])
  })

  it.each(['letter', 'letter-confirm', 'confirm', 'signer'])('is no %s token, and opens nothing as one', async (purpose) => {
    const path = await begun()
    const [draft] = await rowsOf<{ id: string }>(site, 'select id from letters')
    const token = mintToken(site.ctx.keys, purpose, idToBytes(draft?.id ?? ''), new Date(site.clock.now().getTime() + dayMs))

    const replies = await Promise.all([
      get(path.replace(tokenOf(path), token)),
      get(`/letters/${tokenOf(path)}`),
      get(`/letters/confirm/${tokenOf(path)}`),
      press(`/letters/${tokenOf(path)}`, 'erase', {}),
    ])

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 410, 410, 410])
  })

  it('opens no letter that was handed in', async () => {
    const { id } = await confirmedLetter(site, { recipient: ada })
    await site.post('/api/v1/letters', aLetter({ recipient: ada }))
    const rows = await rowsOf<{ id: string }>(site, 'select id from letters')
    const until = new Date(site.clock.now().getTime() + dayMs)
    const paths = rows.map((row) => `/write/${commonsAsk}/letter/${mintToken(site.ctx.keys, 'letter-draft', idToBytes(row.id), until)}`)

    const replies = await Promise.all(paths.flatMap((path) => [get(path), press(path, 'delete', {})]))

    expect(rows.map((row) => row.id)).toContain(id)
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 410, 410, 410])
    expect(await numberOf(site, 'letters')).toBe(2)
  })

  it('works until 30 days have passed without a change', async () => {
    const path = await begun()
    site.clock.pass(29 * dayMs)
    await press(path, 'preview', typedLetter({ own: 'Changed on the last day.' }))
    site.clock.pass(30 * dayMs - 1)
    const before = await get(path)
    site.clock.pass(1)
    const after = await Promise.all([get(path), press(path, 'preview', typedLetter()), get(`${path}/check-your-email`)])

    expect(ownIn(documentOf(before))).toBe('Changed on the last day.')
    expect(after.map(({ statusCode }) => statusCode)).toEqual([410, 410, 410])
  })
})

describe('two tabs of one draft', () => {
  it('keep what was saved last, and hand in what stands in the tab that sends', async () => {
    const path = await begun()
    const inFirst = typedLetter({ own: 'From the first tab.' })
    await press(path, 'preview', inFirst)
    await press(path, 'preview', typedLetter({ own: 'From the second tab.' }))
    const between = ownIn(await open(path))

    await press(path, 'send', inFirst)
    await site.work()

    expect(between).toBe('From the second tab.')
    expect(newestMail(site, String(inFirst['email'])).message.text).toContain('From the first tab.')
  })

  it('that save at the same moment leave one whole draft', async () => {
    const path = await begun()
    const tabs = Array.from({ length: 8 }, (_, n) => typedLetter({ own: `Tab ${n}.`, town: `Town ${n}` }))

    const replies = await Promise.all(tabs.map((typed) => press(path, 'preview', typed)))
    const { own, town } = fieldsOf(await open(path), 'own')

    expect(replies.map(({ statusCode }) => statusCode)).toEqual(tabs.map(() => 200))
    expect(tabs).toContainEqual(expect.objectContaining({ own, town }))
  })
})

describe('the link of a draft by mail', () => {
  const mailLink = (path: string, email: string) => press(path, 'mail', typedLetter({ own: 'To go on with.', email }))

  it('opens the draft as it was left, and names neither the request nor the addressee', async () => {
    const path = await begun()

    const reply = await mailLink(path, 'later@example.net')
    await site.work()
    const { message } = newestMail(site, 'later@example.net')
    const page = await open(`/write/${linkIn(site, 'later@example.net', '/write/')}`)

    expect(reply.headers['location']).toBe(`${path}?saved=mailed`)
    expect(textOf(await open(`${path}?saved=mailed`), '[role="status"]')).toContain('is on its way')
    expect(ownIn(page)).toBe('To go on with.')
    expect(message.subject).toBe('The draft of your letter')
    expect(message.text + message.html).not.toMatch(/Ada|To go on with|organ-tourism|Close the consent gap/)
  })

  it.each([
    ['', 'Enter your e-mail address'],
    ['nobody', 'Enter an e-mail address like'],
  ])('is not sent to %j, and nothing is lost', async (email, sentence) => {
    const reply = await mailLink(await begun(), email)

    expect(reply.statusCode).toBe(422)
    expect(textOf(documentOf(reply), '#email-error')).toContain(sentence)
    expect(ownIn(documentOf(reply))).toBe('To go on with.')
    expect(await numberOf(site, 'graphile_worker.jobs')).toBe(0)
  })

  it('comes three times a day to one address, over all its drafts, and the answer is the same', async () => {
    const paths = [await begun(), await begun()]
    const answers = []
    for (const path of [...paths, ...paths]) {
      answers.push(comparable(await mailLink(path, 'often@example.net')))
      await site.work()
    }
    const onTheFirstDay = site.mail.to('often@example.net').length
    site.clock.pass(dayMs)
    await mailLink(paths[0] ?? '', 'Often@example.net')
    await site.work()

    expect(onTheFirstDay).toBe(3)
    expect(answers[3]).toEqual(answers[1])
    expect(site.mail.to('Often@example.net')).toHaveLength(1)
    expect(await Promise.all(paths.map(async (path) => (await get(path)).statusCode))).toEqual([200, 200])
  })

  it('never comes to an address that wants no mail from this site, and the answer is the same', async () => {
    const path = await begun()
    const wanted = comparable(await mailLink(path, 'unwilling@example.net'))
    await site.work()
    await site.postForm(`/not-me/${newestMail(site, 'unwilling@example.net').refuseToken}`, {})

    const unwanted = comparable(await mailLink(path, 'unwilling@example.net'))
    await site.work()

    expect(unwanted).toEqual(wanted)
    expect(site.mail.to('unwilling@example.net')).toHaveLength(1)
    expect(ownIn(await open(path))).toBe('To go on with.')
  })
})
