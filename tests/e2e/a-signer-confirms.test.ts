import { expect, test } from '@playwright/test'
import { anAddress, codeIn, confirmLink, countNow, expectCount, fillSignForm, mailTo, petitionPath } from './errand.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('a person signs, confirms by the mailed link, and is counted', async ({ page, request }) => {
      const email = anAddress()
      const before = await countNow(request)

      await page.goto(petitionPath)
      await fillSignForm(page, email)
      await page.getByRole('button', { name: 'Sign – then confirm by e-mail' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('One step left: check your e-mail')
      await expect(page.getByText('s••@example.org')).toBeVisible()
      await page.goto(confirmLink(await mailTo(request, email)))
      expect(await countNow(request)).toBe(before)
      await page.getByRole('button', { name: 'Yes, I sign this petition' }).click()

      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you. Your signature is confirmed')
      await expectCount(request, before + 1)
      await page.goto(petitionPath)
      await expect(page.getByTestId('count')).toHaveText(String(before + 1))
    })

    test('a person who clicks no links confirms by the code', async ({ page, request }) => {
      const email = anAddress()
      const before = await countNow(request)

      await page.goto(petitionPath)
      await fillSignForm(page, email)
      await page.getByRole('button', { name: 'Sign – then confirm by e-mail' }).click()
      const mail = await mailTo(request, email)
      await page.getByLabel('Six-digit code from the mail').fill('000 000')
      await page.getByRole('button', { name: 'Confirm my signature' }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      await page.getByLabel('Six-digit code from the mail').fill(codeIn(mail))
      await page.getByRole('button', { name: 'Confirm my signature' }).click()

      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you. Your signature is confirmed')
      await expectCount(request, before + 1)
    })

    test('a form with mistakes comes back with what was typed, and the summary has the focus', async ({ page }) => {
      await page.goto(petitionPath)
      await page.getByLabel('First name, or a name you go by').fill('Test Person')
      await page.getByRole('textbox', { name: 'E-mail address' }).fill('no address')
      await page.getByLabel('Why you sign').fill('A reason with “quotes” & <tags>')
      await page.getByRole('button', { name: 'Sign – then confirm by e-mail' }).click()

      await expect(page.getByRole('alert')).toBeFocused()
      await expect(page.getByRole('alert')).toContainText('Enter an e-mail address like name@example.org')
      await expect(page.getByRole('alert')).toContainText('Choose your country from the list')
      await expect(page.getByRole('alert')).toContainText('Tick the box if you are 16 or older')
      await expect(page.getByLabel('First name, or a name you go by')).toHaveValue('Test Person')
      await expect(page.getByRole('textbox', { name: 'E-mail address' })).toHaveValue('no address')
      await expect(page.getByLabel('Why you sign')).toHaveValue('A reason with “quotes” & <tags>')
      await expect(page).toHaveTitle(/^Error: /)
    })

    test('somebody who never signed refuses our mail, and can take it back', async ({ page, request }) => {
      const email = anAddress()
      await request.post(`/api/v1${petitionPath}/signatures`, { data: { givenName: 'Test', email, country: 'GB', consent: true } })
      const mail = await mailTo(request, email)

      await page.goto(/http\S+\/not-me\/\S+/.exec(mail.text)?.[0] ?? '')
      await page.getByRole('button', { name: 'Send no more mail to my address' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('You get no more mail from us')
      await page.goto(confirmLink(mail))
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link is not valid, or no longer')
      await page.goto(/http\S+\/not-me\/\S+/.exec(mail.text)?.[0] ?? '')
      await page.getByRole('button', { name: 'Allow mail to my address again' }).click()

      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not you?')
    })
  })
}

test('the count on an open page moves by itself when somebody else is counted', async ({ page, request }) => {
  const email = anAddress()
  await page.goto(petitionPath)
  const before = await countNow(request)
  await expect(page.getByTestId('count')).toHaveText(String(before))

  await request.post(`/api/v1${petitionPath}/signatures`, { data: { givenName: 'Test', email, country: 'GB', consent: true } })
  const code = codeIn(await mailTo(request, email))
  await request.post('/api/v1/confirmations', { data: { petition: 'un-human-rights-commissioner', email, code } })

  await expect(page.getByTestId('count')).toHaveText(String(before + 1))
})

test('a mail scanner that opens the link and runs its script confirms nothing', async ({ page, request }) => {
  const email = anAddress()
  await request.post(`/api/v1${petitionPath}/signatures`, { data: { givenName: 'Test', email, country: 'GB', consent: true } })
  const link = confirmLink(await mailTo(request, email))
  const before = await countNow(request)

  for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) await request.fetch(link, { method })
  await page.goto(link)
  await page.waitForLoadState('networkidle')
  await page.reload()

  await expect(page.getByRole('button', { name: 'Yes, I sign this petition' })).toBeVisible()
  expect(await countNow(request)).toBe(before)
})

test('the whole errand is done with the keyboard alone', async ({ page, request }) => {
  const email = anAddress()
  await page.goto(`${petitionPath}#sign`)
  await page.getByLabel('First name, or a name you go by').focus()

  await page.keyboard.type('Test Person')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type('United Kingdom')
  for (const _field of ['comment', 'consent']) await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One step left: check your e-mail')
  await mailTo(request, email)
})
