import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { codeFor } from '../support/organizers.ts'
import { accessibilityFaults, fillSignForm, petitionPath } from './errand.ts'
import type { LetterSite } from './letter-site.ts'
import { aWriter, beginLetter, commonsPoints, confirmByMail, fillLetter, test } from './letter-site.ts'

const password = 'four unrelated plain words'

/** A device that keeps passkeys and knows its owner's finger. */
async function withPasskeys(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function invitationTo(site: LetterSite, role: string): Promise<string> {
  return /http\S+\/organize\/join\/\S+/.exec(await site.cli(['organizer', 'invite', role]))?.[0] ?? ''
}

/** Somebody takes an invitation up and makes a passkey. */
async function joinWithPasskey(page: Page, site: LetterSite, role: string, name: string): Promise<void> {
  await withPasskeys(page)
  await page.goto(await invitationTo(site, role))
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Your e-mail address').fill(`${name.toLowerCase().replaceAll(' ', '.')}@example.org`)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByLabel('A name for it').fill('Test device')
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
}

let number = 0
async function somebodySigns(page: Page, site: LetterSite): Promise<string> {
  const email = `signer-for-organizers-${++number}@example.net`
  await page.goto(`${site.url}${petitionPath}`)
  await fillSignForm(page, email)
  await page.getByRole('button', { name: 'Sign – then confirm by e-mail' }).click()
  const mail = await site.mailTo(email, /\/confirm\//)
  await page.goto(/http\S+\/confirm\/\S+/.exec(mail.text ?? '')?.[0] ?? '')
  await page.getByRole('button', { name: 'Yes, I sign this petition' }).click()
  await expect(page.getByRole('heading', { name: /thank/i })).toBeVisible()
  return email
}

test('the first owner joins with a passkey, signs out, and signs in with it', async ({ page, site }) => {
  await joinWithPasskey(page, site, 'owner', 'Olga Owner')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()

  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(await page.evaluate(() => document.cookie)).toBe('')
})

test('a moderator joins with password and app, and sees what a moderator may', async ({ page, site }) => {
  await page.goto(await invitationTo(site, 'moderator'))
  await page.getByLabel('Your name').fill('Mo Moderator')
  await page.getByLabel('Your e-mail address').fill('mo@example.org')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByLabel('A new password').fill(password)
  await page.getByRole('button', { name: 'Next: the app' }).click()
  const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('The code that the app shows now').fill(codeFor(secret))
  await page.getByRole('button', { name: 'Use password and app' }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()

  const places = await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link').allTextContents()
  await page.goto(`${site.url}/organize/people`)

  expect(places).toEqual(['Overview', 'Letters', 'Account'])
  await expect(page.getByRole('alert')).toContainText('Your role does not allow this')
})

test('an owner sees a signature come, opens it, holds it, and takes out a list after proving who they are', async ({
  page,
  site,
  browser,
}) => {
  await joinWithPasskey(page, site, 'owner', 'Ona Owner')
  const other = await browser.newPage()
  const email = await somebodySigns(other, site)
  await other.close()

  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /independent monitors/ }) })
  await expect(row.locator('.count')).toHaveText('1')
  await row.getByRole('link').first().click()
  await page.getByRole('link', { name: 'Its signatures' }).click()
  await page.getByLabel('Find the signature of an address').fill(email)
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('button', { name: 'Show name and address' }).click()
  await expect(page.getByText(email)).toBeVisible()
  await page.getByRole('button', { name: /^Hold: / }).click()
  await page.getByText('Choose which ones').click()
  await page.getByLabel('State').selectOption('held')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page.getByRole('cell', { name: 'held' })).toBeVisible()

  await page.getByRole('button', { name: 'Release all…' }).click()
  await page.getByRole('button', { name: 'Release 1' }).click()
  await expect(page.getByText('1 of 1 released')).toBeVisible()

  await site.letProofsGrowOld()
  await page.getByRole('listitem').filter({ hasText: 'Names that may be shown' }).getByRole('button').click()
  const download = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm with a passkey' }).click()
  expect((await download).suggestedFilename()).toMatch(/^un-human-rights-commissioner-public-names-.*\.csv$/)
})

test('an invitation is mailed, and somebody without a session is led back to where they wanted to go', async ({ page, site }) => {
  await joinWithPasskey(page, site, 'owner', 'Odo Owner')
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByLabel('E-mail address').fill('new.analyst@example.org')
  await page.getByLabel('Role', { exact: true }).selectOption('analyst')
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(page.getByRole('status')).toContainText('new.analyst@example.org')
  await site.mailTo('new.analyst@example.org', /\/organize\/join\//)

  await page.context().clearCookies()
  await page.goto(`${site.url}/organize/people`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()

  await expect(page.getByRole('heading', { name: 'People', exact: true })).toBeVisible()
})

test('what was typed is still there when the session has ended meanwhile', async ({ page, site }) => {
  await joinWithPasskey(page, site, 'owner', 'Oda Owner')
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByLabel('E-mail address').fill('typed@example.org')
  await page.context().clearCookies()

  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in with a passkey' }).click()

  await expect(page.getByRole('status')).toContainText('typed@example.org')
})

test('a moderator reads a letter that is held, takes a decision back, and lets it go', async ({ page, site, browser }) => {
  const email = aWriter()
  const other = await browser.newPage({ baseURL: site.url })
  await beginLetter(other, 'uk-consent-gap', { country: 'GB', postcode: 'ze1 0aa' }, 'Ada Example')
  await fillLetter(other, email, commonsPoints)
  await other.getByLabel('Why you write').fill('Please read https://example.org/why and https://example.net/why before you answer me.')
  await confirmByMail(other, site, email)
  await other.close()
  await joinWithPasskey(page, site, 'moderator', 'Mia Moderator')

  await page.getByRole('link', { name: 'Letters' }).click()
  await expect(page.getByText('Waits since')).toBeVisible()
  await page.keyboard.press('o')
  await expect(page.getByText('Please read https://example.org/why')).toBeVisible()
  await page.getByRole('button', { name: 'It advertises something' }).click()
  await page.getByRole('button', { name: 'Do not let it go' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Read it' }).click()
  await expect(page.getByText('Please read https://example.org/why')).toBeVisible()
  await page.keyboard.press('r')
  await expect(page.getByText('It goes on to its office.')).toBeVisible()
  await expect(page.getByText('No letter waits.')).toBeVisible()

  // What is decided is done when the page is left, too.
  const released = page.waitForResponse(/\/letters\/[^/]+\/release$/)
  await page.getByRole('link', { name: 'Overview' }).click()
  await released
  // The overview may have asked a moment before; it asks again every five seconds.
  await expect(page.getByText('Nothing looks wrong.')).toBeVisible({ timeout: 15_000 })
  await page.getByRole('link', { name: 'Letters' }).click()
  await expect(page.getByText('No letter waits.')).toBeVisible()
})

const views = {
  'phone-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  'desktop-dark': { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
} as const

for (const [view, options] of Object.entries(views)) {
  test.describe(view, () => {
    test.use(options)

    test('the pages of the workspace are accessible and fit their width', async ({ page, site, browser }, info) => {
      await page.goto(`${site.url}/organize/sign-in`)
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
      expect(await accessibilityFaults(page)).toEqual([])
      await joinWithPasskey(page, site, 'owner', `Una Owner ${view}`)
      const other = await browser.newPage()
      await somebodySigns(other, site)
      await other.close()

      for (const path of ['', petitionPath, `${petitionPath}/signatures`, '/letters', '/people', '/activity', '/account']) {
        await page.goto(`${site.url}/organize${path}`)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.getByText('Loading…')).toHaveCount(0)
        await page.screenshot({ path: info.outputPath(`organize${path.replaceAll('/', '-')}-${view}.png`), fullPage: true })

        expect(await accessibilityFaults(page), path).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0)
      }
    })
  })
}
