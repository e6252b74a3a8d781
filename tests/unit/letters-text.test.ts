import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LetterDocument } from '#contract/letter-document.ts'
import { bodyText, campaignParagraphs, footText, mailHtml, mailText } from '../../server/features/letters/letter-text.ts'

const aLetter = (given: Partial<LetterDocument> = {}): LetterDocument => ({
  day: '2026-11-24',
  language: 'en',
  ownDirection: 'ltr',
  sender: { givenName: 'Ana', familyName: 'Example', name: 'Ana Example', email: 'ana@example.org', place: ['Testtown ZZ99 3WZ'] },
  recipient: { name: 'Minister of Tests', body: 'A ministry', postal: null },
  subject: 'Look into it',
  salutation: 'Dear Minister,',
  own: 'My own words.\n\nA second paragraph\nof two lines.',
  points: [
    { text: 'Something happened.', sources: [0] },
    { text: 'Something was said.', sources: [1, 0] },
  ],
  beside: [
    { text: 'They deny it.', sources: [2] },
    { text: 'Mind the year.', sources: [] },
  ],
  request: 'Please look into it.',
  closing: 'Yours sincerely,',
  sources: [
    { title: 'An article', publisher: 'A publisher', date: '2014', url: 'https://example.org/article' },
    { title: 'A page', publisher: 'An office', date: '2022-04-28', url: 'https://example.org/page?a=1&b=2' },
    { title: 'A statement', publisher: 'An embassy', date: '2014', url: 'https://example.net/statement' },
  ],
  campaign: { name: 'Countersign', operator: 'A test group', url: 'https://example.org/', contact: null },
  ...given,
})

const senderCalled = (name: string): LetterDocument['sender'] => ({ ...aLetter().sender, name })

describe('a letter as text', () => {
  it('has the writer’s words before the campaign’s, and ends with name, place and sources', () => {
    expect(bodyText(aLetter())).toBe(`Dear Minister,

My own words.

A second paragraph
of two lines.

Something happened. [1]

Something was said. [2][1]

They deny it. [3]

Mind the year.

Please look into it.

Yours sincerely,

Ana Example
Testtown ZZ99 3WZ

Sources
[1] An article. A publisher, 2014. https://example.org/article
[2] A page. An office, 2022-04-28. https://example.org/page?a=1&b=2
[3] A statement. An embassy, 2014. https://example.net/statement`)
  })

  it('without points is the writer’s words and the request alone', () => {
    const letter = aLetter({ points: [], beside: [], sources: [], sender: { ...senderCalled('Ana'), place: [] } })

    expect(bodyText(letter)).toBe(
      'Dear Minister,\n\nMy own words.\n\nA second paragraph\nof two lines.\n\nPlease look into it.\n\nYours sincerely,\n\nAna',
    )
  })

  it('says neither the writer’s address nor the day, which a form asks for itself', () => {
    expect(bodyText(aLetter())).not.toMatch(/ana@|2026-11-24/)
  })

  it('tells an office by mail how it came', () => {
    const foot =
      'Ana Example wrote this letter and confirmed it by e-mail on Countersign, run by A test group (https://example.org/). A reply to this mail goes to them.'

    expect(mailText(aLetter())).toBe(`${bodyText(aLetter())}\n\n-- \n${foot}\n`)
    expect(footText(aLetter({ campaign: { ...aLetter().campaign, operator: null } }))).toContain('on Countersign (https://example.org/)')
  })

  it('tells an office where to complain, if the site has an address for that', () => {
    expect(footText(aLetter({ campaign: { ...aLetter().campaign, contact: 'ask@example.org' } }))).toMatch(
      /complaints about this service: ask@example\.org$/,
    )
  })

  it('has the campaign’s part apart, with the numbers of its sources', () => {
    expect(campaignParagraphs(aLetter())).toEqual([
      'Something happened. [1]',
      'Something was said. [2][1]',
      'They deny it. [3]',
      'Mind the year.',
      'Please look into it.',
    ])
  })
})

/** Text as a reader of the page sees it. */
const seen = (html: string) =>
  html
    .replace(/^[\s\S]*<body>/, '')
    .replaceAll('<br>', '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
const tagsOf = (html: string) => html.match(/<[^>]*>?/g)

describe('a letter as HTML', () => {
  it('has a paragraph for each of the text, and a link for each source', () => {
    const html = mailHtml(aLetter())

    expect(html).toContain('<p>My own words.</p>\n<p>A second paragraph<br>of two lines.</p>\n<p>Something happened. [1]</p>')
    expect(html).toContain('<p>Yours sincerely,<br><br>Ana Example<br>Testtown ZZ99 3WZ</p>')
    expect(html).toContain('<a href="https://example.org/page?a=1&amp;b=2">https://example.org/page?a=1&amp;b=2</a>')
    expect(html.match(/<a /g)).toHaveLength(3)
  })

  it('says all that the text says, in the same order', () => {
    const paragraphs = [...bodyText(aLetter()).replace('Sources\n', '').split(/\n+/), footText(aLetter())]

    expect(seen(mailHtml(aLetter())).trim().split(/\n+/)).toEqual(paragraphs)
  })

  it('marks only the writer’s words as read from the right', () => {
    const html = mailHtml(aLetter({ ownDirection: 'rtl', own: 'שלום\n\nתודה' }))

    expect(html.match(/<p dir="rtl">[^<]*<\/p>/g)).toEqual(['<p dir="rtl">שלום</p>', '<p dir="rtl">תודה</p>'])
    expect(html).toContain('<html lang="en">')
  })

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</p></body><h1>',
    '&lt;b&gt;',
    '<!-- ',
    ']]>',
    '<a href="//example.net">',
  ])('shows markup as it was typed: %s', (typed) => {
    const html = mailHtml(aLetter({ own: typed, subject: typed, salutation: typed, sender: senderCalled(typed) }))

    expect(tagsOf(html)).toEqual(tagsOf(mailHtml(aLetter({ own: 'x' }))))
    expect(seen(html).split(typed).length).toBeGreaterThan(3)
  })

  it('holds no tag but its own, whatever anybody wrote', () => {
    const typed = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '=', '!', '-', ' ', 'a', 'p', ';', 'ש', '😀'),
      minLength: 1,
    })
    const itsOwn = tagsOf(mailHtml(aLetter({ own: 'x' })))

    fc.assert(
      fc.property(typed, typed, typed, typed, (own, name, subject, place) => {
        const letter = aLetter({
          own,
          subject,
          sender: { ...senderCalled(name), place: [place] },
          campaign: { name, operator: own, url: 'https://example.org/', contact: null },
        })
        const html = mailHtml(letter)

        expect(tagsOf(html)).toEqual(itsOwn)
        expect(seen(html)).toContain(own)
        expect(html).toContain('</title></head><body>')
      }),
    )
  })
})
