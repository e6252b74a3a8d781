import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { readCwcFaults } from '../../server/features/letters/congress/check-cwc.ts'
import { aWriter, confirmByMail, fillLetter, linkIn, memberAddress, organizers, ownWords, senatorsForm, test } from './letter-site.ts'

const commonsPoints = [/^UK law has changed since 2014/, /^That offence turns on payment/]
const congressPoints = [/^It passed a bill 413 to 2/, /^A bipartisan Senate bill/]

/** From an ask's page to the composer of a letter to somebody who represents the place. */
async function beginLetter(page: Page, ask: string, place: { country: string; postcode: string }, name: string): Promise<void> {
  await page.goto(`/write/${ask}`)
  await page.getByRole('link', { name: 'Find who represents you, and write' }).click()
  await page.getByLabel('Country where you live').selectOption(place.country)
  await page.getByLabel('Postcode').fill(place.postcode)
  await page.getByRole('button', { name: 'Show who represents me' }).click()
  await page.getByRole('button', { name: `Write to ${name}` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Your letter to ${name}`)
}

const state = (page: Page) => page.getByRole('region', { name: /./ }).and(page.locator('.letter-state')).getByRole('heading')

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('a person writes to their member, who gets nothing before the ask is live: the organizers get a test', async ({ page, site }) => {
      const email = aWriter()
      const testsBefore = site.sink.to(organizers).length

      await beginLetter(page, 'uk-consent-gap', { country: 'GB', postcode: 'ze1 0aa' }, 'Ada Example')
      await fillLetter(page, email, commonsPoints)
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Show my letter' }).click()
      const letter = page.getByRole('complementary', { name: 'Your letter' })
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

      await beginLetter(page, 'us-senate', { country: 'US', postcode: '82001' }, 'Dora Placeholder')
      await fillLetter(page, aWriter(), congressPoints)
      await confirmByMail(page, site, lastWriter)
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
  })
}
