import { expect, test } from 'vitest'
import { createEmailRenderer } from '../../server/mail/render-email.ts'

const render = createEmailRenderer({
  name: 'Test site',
  operator: 'Test operator',
  contact: 'contact@example.org',
  publicUrl: 'https://sign.example.org/',
})
const common = {
  petitionTitle: 'A <test> request & more',
  petitionUrl: 'https://sign.example.org/petitions/a',
  notMeUrl: 'https://sign.example.org/not-me/abc',
  signerUrl: 'https://sign.example.org/me',
}
const signerLink = { signerUrl: 'https://sign.example.org/me/abc', expiresAt: '2026-11-24T12:00:00.000Z' }
const confirm = { ...common, confirmUrl: 'https://sign.example.org/confirm/abc', code: '012345', expiresOn: '2026-12-23T12:00:00.000Z' }

test('the confirmation says who asked, for what, when it lapses and that ignoring it is fine, in text alone', async () => {
  const { subject, text } = await render('confirm-signature', confirm, 'en')

  expect(subject.length).toBeLessThanOrEqual(78)
  expect(text).toContain('A <test> request & more')
  expect(text).toContain('https://sign.example.org/confirm/abc')
  expect(text).toContain('012 345')
  expect(text).toContain('until 23 December 2026')
  expect(text).toContain('If it was not you, you need do nothing')
  expect(text).toContain('https://sign.example.org/not-me/abc')
  expect(text).toContain('Test site is run by Test operator. Questions: contact@example.org')
})

test('the html says the same and loads nothing', async () => {
  const { html } = await render('confirm-signature', confirm, 'en')

  expect(html).toContain('A &lt;test&gt; request &amp; more')
  expect(html).toContain('012 345')
  expect(html).not.toMatch(/<(img|script|link|iframe)\b/i)
  expect(html).not.toMatch(/url\(/i)
})

test('"already signed" names no link that could confirm or change anything but mail', async () => {
  const { text } = await render('already-signed', common, 'en')

  expect(text).toContain('You have already signed and confirmed it')
  expect(text.match(/https:\S+/g)).toEqual([
    'https://sign.example.org/petitions/a',
    'https://sign.example.org/me',
    'https://sign.example.org/not-me/abc',
    'https://sign.example.org/',
  ])
})

test('the link to the signer’s own page names no petition, says when it lapses and to whom not to give it', async () => {
  const { subject, text, html } = await render('signer-link', signerLink, 'en')

  expect(subject.length).toBeLessThanOrEqual(78)
  expect(text.match(/https:\S+/g)).toEqual(['https://sign.example.org/me/abc', 'https://sign.example.org/'])
  expect(text).toContain('until 24 November 2026 at 12:00 UTC')
  expect(text).toContain('do not pass this mail on')
  expect(text).toContain('If it was not you, you need do nothing')
  expect(html).toContain('href="https://sign.example.org/me/abc"')
  expect(html).not.toMatch(/<(img|script|iframe)\b/i)
  expect(`${subject} ${text}`).not.toMatch(/petition/i)
})

test('a payload with a missing or unknown field is refused before anything is sent', async () => {
  await expect(render('confirm-signature', { ...confirm, code: '12' }, 'en')).rejects.toThrow()
  await expect(render('already-signed', { ...common, name: 'Ana' } as typeof common, 'en')).rejects.toThrow()
})

test('what an inbox shows beside the subject does not tell that somebody signed', async () => {
  const mails = [await render('already-signed', common, 'en'), await render('signer-link', signerLink, 'en')]

  const previews = mails.map(({ html }) => /data-skip-in-text="true">([^<]+)</.exec(html)?.[1])
  expect(previews).toEqual(mails.map(({ subject }) => subject))
})
