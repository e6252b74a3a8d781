import { AxeBuilder } from '@axe-core/playwright'
import type { APIRequestContext, Page } from '@playwright/test'
import { expect } from '@playwright/test'

export const petitionPath = '/petitions/un-human-rights-commissioner'

let counter = 0

/** An address that nobody has, different each time. */
export function anAddress(): string {
  counter++
  return `signer-${process.pid}-${counter}@example.org`
}

/** Fills in what the form needs and ticks what it needs ticked. */
export async function fillSignForm(page: Page, email: string): Promise<void> {
  await page.getByLabel('First name, or a name you go by').fill('Test Person')
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email)
  await page.getByLabel('Country where you live').selectOption('GB')
  await page.getByLabel(/^I agree that my signature/).check()
  await page.getByLabel('I am 16 or older.').check()
}

export type KeptMail = { to: string; subject: string; text: string; html: string }

/** The newest mail to an address, as soon as the worker has written it. */
export async function mailTo(request: APIRequestContext, address: string): Promise<KeptMail> {
  let found: KeptMail | undefined
  await expect
    .poll(async () => {
      const mails: KeptMail[] = await (await request.get('/dev/mailbox.json')).json()
      found = mails.find((mail) => mail.to === address)
      return found !== undefined
    })
    .toBe(true)
  return found as KeptMail
}

export function confirmLink(mail: KeptMail): string {
  return /http\S+\/confirm\/\S+/.exec(mail.text)?.[0] ?? ''
}

/** The link to the signer's own page, as soon as its mail is there. */
export async function ownLink(request: APIRequestContext, email: string): Promise<string> {
  let link = ''
  await expect
    .poll(async () => {
      link = /http\S+\/me\/\S+/.exec((await mailTo(request, email)).text)?.[0] ?? ''
      return link
    })
    .not.toBe('')
  return link
}

export function codeIn(mail: KeptMail): string {
  return /signed: (\d{3} \d{3})/.exec(mail.text)?.[1] ?? ''
}

export async function countNow(request: APIRequestContext): Promise<number> {
  return (await (await request.get(`/api/v1${petitionPath}/count`)).json()).count
}

/** The published count reaches a number within the time that the sequencer needs. */
export async function expectCount(request: APIRequestContext, count: number): Promise<void> {
  await expect.poll(() => countNow(request)).toBe(count)
}

/**
 * What axe finds wrong on a page: one line a rule, with the elements. It runs within the page, which takes half
 * the time of its other way, by a second page; that one sees frames of other origins too, and these pages have no frames.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}
