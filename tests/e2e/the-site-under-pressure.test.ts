import { expect, test } from '@playwright/test'
import { anAddress, fillSignForm, mailTo, petitionPath } from './errand.ts'

/** Last of the errands: from here on this machine's network has sent many signatures. */
test('under pressure the browser solves a proof of work and the form goes through by itself', async ({ page, request }) => {
  const email = anAddress()
  for (let n = 0; n < 130; n++) {
    await request.post(`/api/v1${petitionPath}/signatures`, {
      data: { givenName: 'Test', email: anAddress(), country: 'GB', consent: true },
    })
  }
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('428')) faults.push(message.text())
  })

  await page.goto(petitionPath)
  await fillSignForm(page, email)
  await page.getByRole('button', { name: 'Sign – then confirm by e-mail' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One step left: check your e-mail', { timeout: 30_000 })
  await mailTo(request, email)
  expect(faults).toEqual([])
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('under pressure the form says what to do and keeps what was typed', async ({ page }) => {
    await page.goto(petitionPath)
    await fillSignForm(page, anAddress())
    await page.getByRole('button', { name: 'Sign – then confirm by e-mail' }).click()

    await expect(page.getByRole('alert')).toContainText('Please let your browser show that it is not a program')
    await expect(page.getByLabel('First name, or a name you go by')).toHaveValue('Test Person')
    await expect(page.getByText('Your browser is working on it')).toBeHidden()
  })
})
