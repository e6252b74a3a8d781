import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { anAddress, confirmLink, countNow, expectCount, mailTo, ownLink, petitionPath } from './errand.ts'

/** Somebody signs, confirms and is counted; answers their address. */
async function aCountedSigner(request: APIRequestContext): Promise<string> {
  const email = anAddress()
  const before = await countNow(request)
  await request.post(`/api/v1${petitionPath}/signatures`, { data: { givenName: 'Test', email, country: 'GB', consent: true } })
  const token = confirmLink(await mailTo(request, email))
    .split('/')
    .at(-1)
  await request.post('/api/v1/confirmations', { data: { token } })
  await expectCount(request, before + 1)
  return email
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('a signer asks for their link, takes the receipt, withdraws, and the count goes down', async ({ page, request }) => {
      const email = await aCountedSigner(request)
      const before = await countNow(request)

      await page.goto('/me')
      await page.getByRole('textbox', { name: 'E-mail address that you signed with' }).fill(email)
      await page.getByRole('button', { name: 'Mail me the link' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your e-mail')
      await page.goto(await ownLink(request, email))
      await expect(page.getByText('s••@example.org')).toBeVisible()
      await page.getByText('Receipt: prove that you are counted').click()
      const downloading = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Download the receipt' }).click()
      const receipt = await downloading
      await page.getByText('Withdraw this signature…').click()
      await page.getByRole('button', { name: 'Withdraw now' }).click()

      expect(receipt.suggestedFilename()).toBe('receipt-un-human-rights-commissioner.json')
      await expect(page.getByRole('status')).toContainText('Withdrawn.')
      await expectCount(request, before - 1)
    })

    test('a signer changes what is shown, then erases everything', async ({ page, request }) => {
      const email = await aCountedSigner(request)
      await request.post('/api/v1/me/links', { data: { email } })

      await page.goto(await ownLink(request, email))
      await page.getByLabel('Send me news about this petition').check()
      await page.getByRole('button', { name: 'Save my choices' }).click()
      await expect(page.getByRole('status')).toHaveText('Your choices are saved.')
      await expect(page.getByLabel('Send me news about this petition')).toBeChecked()
      await page.getByText('Withdraw all and erase all').click()
      await page.getByRole('button', { name: 'Erase everything now' }).click()

      await expect(page.getByText('Nothing of yours is kept here')).toBeVisible()
    })
  })
}
