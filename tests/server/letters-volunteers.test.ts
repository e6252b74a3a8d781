import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { listPrintable, notePosted } from '../../server/features/letters/organize-letters.ts'
import { ownPageOf } from '../support/letter-pages.ts'
import { clearLetters, confirmedLetter, letterOf, officeAsk, putLive, unOffice } from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

const toOffice = { ask: officeAsk, recipient: unOffice, country: undefined, postcode: undefined }
let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
beforeEach(() => clearLetters(site))
afterAll(() => site.close())

async function printable(): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of listPrintable(site.ctx)) ids.push(id)
  return ids
}
const giveToVolunteers = (id: string) => site.postForm(ownPageOf(site, id), { action: 'post-for-me' })

test('a letter is printed for volunteers when its writer gives it to them, and its writer is told when it is posted', async () => {
  await putLive(site, officeAsk)
  const { id, email } = await confirmedLetter(site, toOffice)
  const before = await printable()
  await giveToVolunteers(id)
  const after = await printable()
  const posted = await notePosted(site.ctx, { ids: [id], by: 'TT' })
  await site.work()

  expect(before).toEqual([])
  expect(after).toEqual([id])
  expect(posted).toBe(1)
  expect(await letterOf(site, id)).toMatchObject({ state: 'sent', channel: 'print', isTest: false })
  expect(site.mail.to(email).at(-1)?.message.subject).toBe('Your letter has been posted')
})

test('what volunteers posted is noted once, and nothing that they were not given', async () => {
  await putLive(site, officeAsk)
  const { id } = await confirmedLetter(site, toOffice)
  const tooEarly = await notePosted(site.ctx, { ids: [id], by: 'TT' })
  await giveToVolunteers(id)
  const posted = await notePosted(site.ctx, { ids: [id, id], by: 'TT' })

  expect([tooEarly, posted]).toEqual([0, 1])
})

test('while an ask is rehearsed its letters are not given to volunteers, and the page does not offer it', async () => {
  const { id } = await confirmedLetter(site, toOffice)
  const page = await site.get(ownPageOf(site, id))
  const reply = await giveToVolunteers(id)

  expect(page.body).not.toContain('post-for-me')
  expect(reply.statusCode).toBe(409)
  expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed' })
})
