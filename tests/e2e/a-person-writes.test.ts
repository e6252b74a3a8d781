import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { readCwcFaults } from '../../server/features/letters/congress/check-cwc.ts'
import {
  aWriter,
  beginLetter,
  commonsPoints,
  confirmByMail,
  fillLetter,
  linkIn,
  memberAddress,
  organizers,
  ownWords,
  senatorsForm,
  test,
} from './letter-site.ts'

const congressPoints = [/^It passed a bill 413 to 2/, /^A bipartisan Senate bill/]

/** Where the letter is, as its own page says. */
const state = (page: Page) => page.locator('.letter-state').getByRole('heading')

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('a person writes to their member, who gets nothing before the ask is live: the organizers get a test', async ({ page, site }) => {
      const email = aWriter()
      const testsBefore = site.sink.to(organizers).length

      await beginLetter(page, 'uk-consent-gap', { country: 'GB', postcode: 'ze1 0aa' }, 'Ada Example')
      await fillLetter(page, email, commonsPoints)
      const letter = page.getByRole('complementary', { name: 'Your letter' })
      if (!javaScriptEnabled) {
        await page.getByRole('button', { name: 'Show my letter' }).click()
        await expect(letter.getByRole('heading')).toBeFocused()
      }
      await expect(letter).toContainText(ownWords)
      await expect(letter).toContainText('Dear Ada Example,')
      await expect(letter).toContainText('That offence turns on payment.')
      await expect(page.getByRole('textbox', { name: 'E-mail address' })).toHaveValue(email)
      await expect(page.getByLabel('I am 16 or older.')).toBeChecked()

      await page.getByRole('button', { name: 'Mail it to me to confirm' }).click()
      await expect(page.getByText('w••@example.net')).toBeVisible()
      const mail = await site.mailTo(email, /\/letters\/confirm\//)
      for (const part of ['Dear Ada Example,', ownWords, 'That offence turns on payment.', 'Wanda Writer', 'Aldertown']) {
        expect(mail.text?.replaceAll(/\s+/g, ' ')).toContain(part)
      }
      await page.goto(linkIn(mail, '/letters/confirm/'))
      await expect(page.getByText(ownWords)).toBeVisible()
      expect(site.sink.to(organizers)).toHaveLength(testsBefore)
      await page.getByRole('button', { name: 'This is my letter: confirm it' }).click()

      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your letter')
      await site.mailTo(email, /went to the organizers/)
      await page.reload()
      await expect(state(page)).toHaveText('Your letter went to the organizers, as a test')
      const tested = await site.mailTo(organizers, new RegExp(ownWords.slice(0, 40)))
      expect(tested.subject).toBe('[Test, not sent to Ada Example] Close the consent gap in UK organ-tourism law')
      expect(tested.replyTo?.text).toContain(email)
      expect(site.sink.to(memberAddress)).toEqual([])
    })

    test('a person writes to their senator with the senator’s own form, and says that it is sent', async ({ page, site, context }) => {
      if (javaScriptEnabled) await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      const email = aWriter()

      await beginLetter(page, 'us-senate', { country: 'US', postcode: '82001' }, 'Dora Placeholder')
      await fillLetter(page, email, congressPoints)
      await confirmByMail(page, site, email)
      await expect(state(page)).toHaveText('Confirmed: now send it with their form')
      await expect(page.getByRole('link', { name: 'Open their own form' })).toHaveAttribute('href', senatorsForm)
      await page.getByText('The text to copy').first().click()
      const text = await page.getByRole('textbox', { name: 'The text to copy' }).inputValue()
      expect(text).toMatch(/^Dear Dora Placeholder,\n/)
      expect(text).toContain(ownWords)
      expect(text).toMatch(/Wanda Writer\nAldertown/)
      if (javaScriptEnabled) {
        await page.getByRole('button', { name: 'Copy' }).click()
        await expect(page.getByRole('status')).toHaveText('Copied.')
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text)
      } else {
        await expect(page.getByRole('button', { name: 'Copy' })).toBeHidden()
      }
      await page.getByRole('button', { name: 'Sent with their form' }).click()

      await expect(state(page)).toHaveText('You have sent it yourself')
    })

    test('a person writes to a member of the European Parliament, for whom the country is enough', async ({ page, site }) => {
      const email = aWriter()

      await beginLetter(page, 'european-parliament', { country: 'IE', postcode: '' }, 'Cleo Specimen')
      await fillLetter(page, email, [/^In December 2013 Parliament asked/, /^In May 2022 it said/])
      await confirmByMail(page, site, email)

      await expect(state(page)).toHaveText('Confirmed: now send it on paper')
      await expect(page.getByText('Dear Cleo Specimen,')).toBeVisible()
      await expect(page.getByRole('link', { name: 'Print it (PDF)' })).toBeVisible()
    })

    test('a person writes to their representative, and an agent of Congress gets a document that its schema takes', async ({
      page,
      site,
    }) => {
      const email = aWriter()

      await beginLetter(page, 'us-house', { country: 'US', postcode: '82001' }, 'Emil Dummy')
      await fillLetter(page, email, congressPoints)
      await page.getByLabel('Form of address').fill('Ms.')
      await page.getByLabel('Street and number').fill('14 Example Street')
      await confirmByMail(page, site, email)
      await expect(state(page)).toHaveText('Confirmed: now send it on paper')
      const agent = ['--agent', 'Example Agents', '--phone', '202-555-0143', '--topic', 'International Affairs']
      const xml = await site.cli(['letters', 'congress', await site.lastConfirmed(), ...agent])

      expect(readCwcFaults(xml)).toEqual([])
      expect(xml).toContain('<MemberOffice>HWY00</MemberOffice>')
      expect(xml).toContain('<Zip>82001</Zip>')
      expect(xml).toContain(email)
    })

    test('a person writes to an office of the United Nations on paper, and gets a PDF to print', async ({ page, site, request }) => {
      const email = aWriter()

      await page.goto('/write/un-high-commissioner')
      await page.getByRole('button', { name: 'Write to High Commissioner for Human Rights' }).click()
      await fillLetter(page, email, [/^In 2013 nearly 1.5 million people/])
      await page.getByText('Points on what may distress you').click()
      await page.getByRole('checkbox', { name: /^Estimates of deaths differ widely/ }).check()
      await confirmByMail(page, site, email)
      await expect(state(page)).toHaveText('Confirmed: now send it on paper')
      const address = await page.getByRole('link', { name: 'Print it (PDF)' }).getAttribute('href')
      const pdf = await request.get(address ?? '')

      expect(pdf.headers()['content-type']).toBe('application/pdf')
      const words = await wordsOf(await pdf.body())
      expect(words).toContain('High Commissioner for Human Rights')
      expect(words).toContain('Palais des Nations')
      expect(words).toContain('Dear High Commissioner,')
      // Nobody has put this ask live, so nobody posts it for its writer.
      await expect(page.getByRole('button', { name: 'Let volunteers print and post it' })).toHaveCount(0)
      await page.getByRole('button', { name: 'Posted on paper' }).click()
      await expect(state(page)).toHaveText('You have sent it yourself')
    })

    test('a letter with mistakes comes back with what was typed, and the summary has the focus', async ({ page }) => {
      await beginLetter(page, 'uk-consent-gap', { country: 'GB', postcode: 'ZE1 0AA' }, 'Ada Example')
      await fillLetter(page, 'no address', commonsPoints)
      await page.getByLabel('Why you write').fill('')
      await page.getByLabel('First name').fill('')
      await page.getByLabel('I am 16 or older.').uncheck()
      await page.getByRole('button', { name: 'Mail it to me to confirm' }).click()

      const summary = page.getByRole('alert')
      await expect(summary).toBeFocused()
      await expect(page).toHaveTitle(/^Error: /)
      await expect(summary.getByRole('link')).toHaveCount(4)
      await expect(page.getByRole('textbox', { name: 'E-mail address' })).toHaveValue('no address')
      await expect(page.getByLabel('Family name')).toHaveValue('Writer')
      await expect(page.getByRole('checkbox', { name: commonsPoints[1] ?? '' })).toBeChecked()
      await expect(page.getByLabel(/^I agree that this letter/)).toBeChecked()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await expect(page.getByLabel('Why you write')).toBeFocused()
    })

    test('a draft is taken up again in another browser, by the link that was mailed', async ({ page, site, browser }) => {
      const email = aWriter()
      await beginLetter(page, 'uk-consent-gap', { country: 'GB', postcode: 'ZE1 0AA' }, 'Ada Example')
      await fillLetter(page, email, commonsPoints)
      await page.getByText('Go on later, or delete this draft').click()
      await page.getByRole('button', { name: 'Mail me the link' }).click()
      await expect(page.getByRole('status')).toContainText('the link of this draft is on its way')
      const mail = await site.mailTo(email, /The draft of your letter/)

      const elsewhere = await browser.newContext({ javaScriptEnabled })
      const other = await elsewhere.newPage()
      await other.goto(linkIn(mail, '/letter/'))
      await expect(other.getByRole('heading', { level: 1 })).toHaveText('Your letter to Ada Example')
      await expect(other.getByLabel('Why you write')).toHaveValue(ownWords)
      await expect(other.getByRole('checkbox', { name: commonsPoints[0] ?? '' })).toBeChecked()
      await elsewhere.close()
    })

    test('a letter is written with the keyboard alone, in the order of the page', async ({ page, site }) => {
      const email = aWriter()
      await beginLetter(page, 'uk-consent-gap', { country: 'GB', postcode: 'ZE1 0AB' }, 'Ben Sample')
      await page.getByLabel('Why you write').focus()

      await page.keyboard.type('I write with the keyboard alone.')
      await tabTo(page, 'subject')
      await tabTo(page, 'points')
      await page.keyboard.press('Space')
      const passed = await tabTo(page, 'givenName')
      await page.keyboard.type('Wanda')
      await tabTo(page, 'familyName')
      await page.keyboard.type('Writer')
      await tabTo(page, 'town')
      await tabTo(page, 'email')
      await page.keyboard.type(email)
      await tabTo(page, 'consent')
      await page.keyboard.press('Space')
      await tabTo(page, 'age')
      await page.keyboard.press('Space')
      await tabTo(page, 'action preview')
      await tabTo(page, 'action send')
      await page.keyboard.press('Enter')

      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your letter waits for you in your mail')
      const mail = await site.mailTo(email, /\/letters\/confirm\//)
      expect(mail.text).toContain('I write with the keyboard alone.')
      expect(mail.text).toContain('UK law has changed since 2014')
      expect(mail.text).not.toContain('That offence turns on payment')
      expect(passed.filter((stop) => stop === 'points').length).toBeGreaterThan(1)
    })
  })
}

/** Presses Tab until a field or button is reached; answers the names of those before it, links left out. */
async function tabTo(page: Page, wanted: string): Promise<string[]> {
  const passed: string[] = []
  for (;;) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const focused = document.activeElement
      if (focused instanceof HTMLButtonElement) return `${focused.name} ${focused.value}`
      return focused?.getAttribute('name') ?? focused?.localName ?? ''
    })
    if (stop === wanted) return passed
    if (!between.includes(stop)) throw new Error(`on the way to ${wanted} the focus went to ${stop}`)
    passed.push(stop)
  }
}

/** What may stand between two fields that a test names: more points, their sources, and the panel of graphic ones. */
const between = ['points', 'a', 'summary']

/** The words of a PDF with single spaces between them. */
async function wordsOf(pdf: Uint8Array): Promise<string> {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
  const document = await loading.promise
  const pages = await Promise.all(Array.from({ length: document.numPages }, (_, i) => document.getPage(i + 1)))
  const contents = await Promise.all(pages.map((page) => page.getTextContent()))
  await loading.destroy()
  const pieces = contents.flatMap(({ items }) => items.map((item) => ('str' in item ? item.str : '')))
  return pieces.join(' ').replaceAll(/\s+/g, ' ')
}
