import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { createNoteSigner } from '../../server/lib/signed-note.ts'
import { anAddress, confirmLink, countNow, expectCount, mailTo, petitionPath } from './errand.ts'

const slug = 'un-human-rights-commissioner'

/** Somebody signs, confirms and is counted; answers the receipt that they download from their own page. */
async function downloadReceipt(page: Page, request: APIRequestContext): Promise<string> {
  const email = anAddress()
  const before = await countNow(request)
  await request.post(`/api/v1${petitionPath}/signatures`, { data: { givenName: 'Test', email, country: 'GB', consent: true } })
  await page.goto(confirmLink(await mailTo(request, email)))
  await page.getByRole('button', { name: 'Yes, I sign this petition' }).click()
  await expectCount(request, before + 1)
  await page.goto('/me')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button').first().click()
  await page.goto(await ownPageLink(request, email))
  await page.getByText('Receipt: prove that you are counted').click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the receipt' }).click()])
  return readFileSync(await download.path(), 'utf8')
}

async function ownPageLink(request: APIRequestContext, email: string): Promise<string> {
  let link = ''
  await expect
    .poll(async () => {
      link = /http\S+\/me\/\S+/.exec((await mailTo(request, email)).text)?.[0] ?? ''
      return link
    })
    .not.toBe('')
  return link
}

test('a signer downloads the receipt and sees on /verify that they are counted, and the site does not learn who asks', async ({
  page,
  request,
  baseURL,
}) => {
  const receipt = await downloadReceipt(page, request)
  const { index, salt, signatureId } = JSON.parse(receipt)
  const asked: string[] = []
  page.on('request', (sent) => asked.push(`${sent.method()} ${sent.url().replace(baseURL ?? '', '')} ${sent.postData() ?? ''}`))

  await page.goto('/verify')
  await page.getByLabel('Your receipt').setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(receipt) })
  await page.getByRole('button', { name: 'Check this receipt' }).click()
  const results = page.getByTestId('receipt-results')
  await expect(results.getByRole('listitem')).toHaveText([
    /^OKThe key is the one that this site gives now/,
    /^OKThe receipt is whole, and of the petition un-human-rights-commissioner/,
    /^OKIts checkpoint is signed with this key/,
    new RegExp(`^OKYour signature, rebuilt from the receipt alone, is entry ${index} of them`),
    /^OKThe site’s log /,
  ])
  await page.getByRole('button', { name: 'Read the whole log' }).click()

  await expect(results.getByText('Your entry has not been voided. You are counted.')).toBeVisible()
  await expect(results.getByText('Failed')).toHaveCount(0)
  const ofLog = asked.filter((line) => line.includes('/log/'))
  expect(ofLog.length).toBeGreaterThan(1)
  expect(asked.every((line) => line.startsWith('GET /'))).toBe(true)
  expect(asked.filter((line) => line.includes('index=') || line.includes(salt) || line.includes(signatureId))).toEqual([])
  await page.screenshot({ path: 'test-results/screenshots/verify-receipt.png', fullPage: true })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('a checkpoint that was saved is later shown to be the beginning of the log', async ({ page, request }) => {
  await downloadReceipt(page, request)
  await page.goto('/verify')
  const key = (await page.getByTestId('verifier-key').textContent()) ?? ''
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`a[download="checkpoint-${slug}.txt"]`).click()])
  const saved = readFileSync(await download.path(), 'utf8')
  await downloadReceipt(page, request)

  await page.goto('/verify')
  await page.getByLabel('The log’s key, if you noted it earlier').fill(key)
  await page.getByLabel('Or paste its content').nth(1).fill(saved)
  await page.getByRole('button', { name: 'Compare with today’s log' }).click()

  const results = page.getByTestId('checkpoint-results')
  await expect(results.getByText('The site uses the key that you gave.')).toBeVisible()
  await expect(results.getByText(/The site’s log has only grown since/)).toBeVisible()
  await page.getByRole('button', { name: 'Read the whole log' }).click()
  await expect(results.getByText(/Compare it with the number that the site shows/)).toBeVisible()
})

test('what is wrong is said in words: receipt, key, log, network', async ({ page, request }) => {
  const receipt = await downloadReceipt(page, request)
  const { salt, checkpoint } = JSON.parse(receipt)
  await page.goto('/verify')
  const key = (await page.getByTestId('verifier-key').textContent()) ?? ''
  const results = page.getByTestId('receipt-results')
  const check = async (text: string) => {
    await page.getByLabel('Or paste its content').first().fill(text)
    await page.getByRole('button', { name: 'Check this receipt' }).click()
  }

  await page.getByRole('button', { name: 'Check this receipt' }).click()
  await expect(page.getByText('Choose a file or paste its content first.')).toBeVisible()
  await check('not a receipt')
  await expect(results.getByText(/This is not a whole receipt/)).toBeVisible()
  await check(receipt.replace(salt, Buffer.alloc(32).toString('base64')))
  await expect(results.getByText(/Its proof does not lead to the root that was signed/)).toBeVisible()
  await check(receipt.replaceAll(`/log/${slug}`, '/log/another'))
  await expect(results.getByText(/Its signature does not fit/)).toBeVisible()
  await check(receipt.replace(/"origin": "[^"]*"/, '"origin": "other.example.org/log/other"'))
  await expect(results.getByText(/It belongs to another log/)).toBeVisible()
  await page.getByLabel('The log’s key, if you noted it earlier').fill(key.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))
  await check(receipt)
  await expect(results.getByText(/This is not a key/)).toBeVisible()
  await page.getByLabel('The log’s key, if you noted it earlier').fill(createNoteSigner('log.example.org', Buffer.alloc(32, 5)).verifierKey)
  await check(receipt)
  await expect(results.getByText(/is not the one that this site uses now/)).toBeVisible()
  await page.getByLabel('The log’s key, if you noted it earlier').fill('')
  await page.route('**/log/**', (route) => route.abort())
  await check(receipt)
  await expect(results.getByText(/The site could not be reached/)).toBeVisible()
  await page.unroute('**/log/**')
  await page.route('**/log/**', (route) => route.fulfill({ body: checkpoint.replace(/\n\d+\n/, '\n1\n') }))
  await check(receipt)
  await expect(results.getByText(/Its signature does not fit/)).toBeVisible()
  await page.screenshot({ path: 'test-results/screenshots/verify-failed.png', fullPage: true })
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('/verify explains all of it, and offers nothing that would not work', async ({ page }) => {
    await page.goto('/verify')

    await expect(page.getByText('Your browser runs no script here.', { exact: false })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Check this receipt' })).toBeHidden()
    await expect(page.getByText('A signature that is counted, 86 bytes')).toBeVisible()
    await expect(page.getByText('That entries are people.')).toBeVisible()
    await expect(page.locator('form')).toHaveCount(0)
  })
})
