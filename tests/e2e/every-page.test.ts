import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { accessibilityFaults, anAddress, confirmLink, fillSignForm, mailTo, ownLink, petitionPath } from './errand.ts'
import { fillLetter } from './letter-site.ts'

const publicPages = {
  home: '/',
  petitions: '/petitions',
  petition: petitionPath,
  figures: `${petitionPath}/figures`,
  facts: '/facts',
  'facts-chosen': '/facts?era=after-article&kind=law',
  'facts-none': '/facts?era=context&kind=testimony',
  fact: '/facts/china-wait-three-weeks',
  'fact-graphic': '/facts/gutmann-65000-estimate',
  timeline: '/timeline',
  laws: '/laws',
  write: '/write',
  ask: '/write/uk-consent-gap',
  representatives: '/write/uk-consent-gap/representatives',
  corrections: '/corrections',
  about: '/about',
  accessibility: '/accessibility',
  thanks: `${petitionPath}/thanks`,
  'check-your-email': `${petitionPath}/check-your-email`,
  'confirm-not-valid': '/confirm/not-a-token',
  'not-me-not-valid': '/not-me/not-a-token',
  'signer-link': '/me',
  'signer-link-sent': '/me?sent=yes',
  'signer-not-valid': '/me/not-a-token',
  verify: '/verify',
  privacy: '/privacy',
  problem: '/problems/busy',
  'not-found': '/there/is/nothing/here',
  'api-docs': '/api/docs',
  mailbox: '/dev/mailbox',
}

const inHebrew = {
  'home-rtl': '/he',
  'facts-rtl': '/he/facts?topic=waiting-times',
  'petition-rtl': `/he${petitionPath}`,
  'laws-rtl': '/he/laws',
}

/** Every page on a phone; on a desktop those that are laid out anew there, and those that run from right to left. */
const views = {
  'phone-light': { pages: publicPages, options: { viewport: { width: 390, height: 844 }, colorScheme: 'light' } },
  'desktop-dark': {
    pages: {
      ...pick('home', 'petition', 'figures', 'facts-chosen', 'fact', 'timeline', 'laws', 'ask', 'verify', 'not-found'),
      ...inHebrew,
    },
    options: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  },
} as const

for (const [view, { pages, options }] of Object.entries(views)) {
  test.describe(view, () => {
    test.use(options)

    for (const [name, path] of Object.entries(pages)) {
      test(`${name} is accessible, fits its width and asks nobody else for anything`, async ({ page, baseURL }) => {
        const faults = watch(page, baseURL ?? '')

        await page.goto(path)
        await page.screenshot({ path: `test-results/screenshots/${name}-${view}.png`, fullPage: true })
        const found = await accessibilityFaults(page)

        expect(found).toEqual([])
        expect(await overflowOf(page)).toBeLessThanOrEqual(0)
        expect(faults).toEqual([])
      })
    }

    test('the pages of one signature are accessible too', async ({ page, request, baseURL }) => {
      const faults = watch(page, baseURL ?? '')
      const email = anAddress()

      await page.goto(petitionPath)
      await page.getByRole('button', { name: 'Sign – then confirm by e-mail' }).click()
      await expectAccessible(page, `form-with-errors-${view}`)
      await fillSignForm(page, email)
      await page.getByRole('button', { name: 'Sign – then confirm by e-mail' }).click()
      await expect(page.getByText('s••@example.org')).toBeVisible()
      await expectAccessible(page, `mail-sent-${view}`)
      const mail = await mailTo(request, email)
      await page.goto(confirmLink(mail))
      await expectAccessible(page, `confirm-${view}`)
      await page.goto(/http\S+\/not-me\/\S+/.exec(mail.text)?.[0] ?? '')
      await expectAccessible(page, `not-me-${view}`)

      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])
    })

    test('the page of one signer is accessible, before and after confirming', async ({ page, request, baseURL }) => {
      const faults = watch(page, baseURL ?? '')
      const email = anAddress()
      await request.post(`/api/v1${petitionPath}/signatures`, { data: { givenName: 'Test', email, country: 'GB', consent: true } })
      const mail = await mailTo(request, email)
      await request.post('/api/v1/me/links', { data: { email } })
      await page.goto(await ownLink(request, email))
      await expectAccessible(page, `signer-unconfirmed-${view}`)
      await page.goto(confirmLink(mail))
      await page.getByRole('button', { name: 'Yes, I sign this petition' }).click()
      await page.goto(await ownLink(request, email))
      for (const summary of await page.locator('summary').all()) await summary.click()
      await expectAccessible(page, `signer-${view}`)

      expect(faults).toEqual([])
    })

    test('the pages of one letter are accessible too, from the empty composer to where it has gone', async ({ page, request, baseURL }) => {
      const faults = watch(page, baseURL ?? '')
      const email = anAddress()

      await page.goto('/write/un-high-commissioner')
      await page.getByRole('button', { name: 'Write to High Commissioner for Human Rights' }).click()
      const draft = new URL(page.url()).pathname
      await expectAccessible(page, `letter-empty-${view}`)
      await page.getByRole('button', { name: 'Mail it to me to confirm' }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      await expectAccessible(page, `letter-with-errors-${view}`)
      await fillLetter(page, email, [/^In 2013 nearly/])
      await page.getByRole('button', { name: 'Show my letter' }).click()
      await page.waitForLoadState()
      await expect(page.getByText('Dear High Commissioner,')).toBeVisible()
      await expectAccessible(page, `letter-preview-${view}`)
      await page.goto(`/he${draft}`)
      await page.locator('[name=action][value=preview]').click()
      await expect(page.getByText('Dear High Commissioner,')).toBeVisible()
      await expectAccessible(page, `letter-preview-rtl-${view}`)
      await page.goto(draft)
      await page.getByLabel(/^I agree that this letter/).check()
      await page.getByLabel('I am 16 or older.').check()
      await page.getByRole('button', { name: 'Mail it to me to confirm' }).click()
      await expectAccessible(page, `letter-check-mail-${view}`)
      await page.goto(confirmLink(await mailTo(request, email)))
      await expectAccessible(page, `letter-confirm-${view}`)
      await page.getByRole('button', { name: 'This is my letter: confirm it' }).click()
      await expectAccessible(page, `letter-confirmed-${view}`)
      await page.getByRole('button', { name: 'Posted on paper' }).click()
      await expectAccessible(page, `letter-sent-${view}`)

      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])
    })
  })
}

test('the check of accessibility sees faults', async ({ page }) => {
  await page.setContent('<html lang="en"><title>Pale</title><main><h1 style="color: silver">Pale<img src="data:,"></h1></main></html>')

  const found = await accessibilityFaults(page)

  expect(found.map((fault) => fault.split(':')[0])).toEqual(['color-contrast', 'image-alt'])
})

test('every page fits a screen of 320 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  const overflowing: string[] = []

  for (const [name, path] of Object.entries(publicPages)) {
    await page.goto(path)
    await page.screenshot({ path: `test-results/screenshots/${name}-narrow.png`, fullPage: true })
    const overflow = await overflowOf(page)
    if (overflow > 0) overflowing.push(`${name}: ${overflow}`)
  }

  expect(overflowing).toEqual([])
})

test('pages work at twice the text size and print', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 800 })
  for (const [name, path] of Object.entries({ ...pick('petition', 'facts-chosen', 'laws'), 'facts-rtl': inHebrew['facts-rtl'] })) {
    await page.emulateMedia({ media: 'screen' })
    await page.goto(path)

    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    const overflow = await overflowOf(page)
    const found = await accessibilityFaults(page)
    await page.emulateMedia({ media: 'print' })
    await page.screenshot({ path: `test-results/screenshots/${name}-print.png`, fullPage: true })

    expect([name, overflow, found]).toEqual([name, 0, []])
  }
})

test('closed panels stay closed until a reader opens them, by keyboard too', async ({ page }) => {
  await page.goto(publicPages['fact-graphic'])
  const panel = page.locator('details.content-panel').first()
  await expect(panel).not.toHaveAttribute('open')

  await panel.locator('summary').focus()
  await page.keyboard.press('Enter')

  await expect(panel).toHaveAttribute('open', '')
  await expect(panel.getByText('more than 130,000').first()).toBeVisible()
})

test('with script switched off the evidence can be chosen from, and the map has its table', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' })
  const page = await context.newPage()
  await page.goto('/facts')

  await page.getByLabel('Then or now').selectOption('after-article')
  await page.getByLabel('Kind').selectOption('law')
  await page.getByRole('button', { name: 'Show these' }).click()

  await expect(page.getByRole('status')).toContainText('lines fit')
  await expect(page.locator('.event .badge').first()).toHaveText('After the article')
  await page.goto('/laws')
  await page.getByText('The same as a table').click()
  await expect(page.getByRole('rowheader', { name: 'United States (Texas)' })).toBeVisible()
  await context.close()
})

test('the mail shows well as html', async ({ page, request }) => {
  const email = anAddress()
  await request.post(`/api/v1${petitionPath}/signatures`, { data: { givenName: 'Test', email, country: 'GB', consent: true } })
  const mail = await mailTo(request, email)

  await page.setViewportSize({ width: 390, height: 844 })
  await page.setContent(mail.html)
  await page.screenshot({ path: 'test-results/screenshots/mail-confirm.png', fullPage: true })

  await expect(page.getByRole('link', { name: 'See and confirm' })).toHaveAttribute('href', confirmLink(mail))
})

test('the picture of the README is that of the petition page', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 860 })

  await page.goto(petitionPath)
  await page.screenshot({ path: 'test-results/screenshots/readme-petition.png' })

  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

function pick(...names: (keyof typeof publicPages)[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, publicPages[name]]))
}

/** Collects what a page must not do: ask another origin, break the policy, print errors. */
function watch(page: Page, baseURL: string): string[] {
  const faults: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL)) faults.push(`asked ${request.url()}`)
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // The browser itself reports the status of pages that are meant to be a problem.
    if (message.type() === 'error' && !/status of (404|410)/.test(message.text())) faults.push(message.text())
  })
  return faults
}

/** Nothing that axe finds, and no wider than its view, nor than 320 pixels where it has no more. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screenshots/${name}.png`, fullPage: true })
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  const size = page.viewportSize() ?? { width: 390, height: 844 }
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize(size)
}

/** Pixels by which a page is wider than its view. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
