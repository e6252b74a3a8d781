import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditLog } from '../../server/features/ledger/audit-log.ts'
import { ledgerTasks } from '../../server/features/ledger/tasks.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { confirmed, newestMail, rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

/** A petition with three counted signatures, one of which was withdrawn since. */
async function counted(slug: string): Promise<{ id: string; slug: string }> {
  const id = await site.addPetition({ slug })
  const first = await confirmed(site, {}, slug)
  await confirmed(site, {}, slug)
  await confirmed(site, { country: 'FR' }, slug)
  await site.sequence()
  await site.post('/api/v1/me/links', { email: first.email })
  await site.work()
  await site.postForm(`/me/${newestMail(site, first.email).signerToken}`, { action: 'withdraw', petition: slug })
  site.clock.pass(1000)
  await site.sequence()
  return { id, slug }
}

const audit = (petition: { id: string; slug: string }) => auditLog(site.ctx, petition)

test('a log with signatures and a withdrawal agrees with all that stands beside it', async () => {
  const petition = await counted('sound')

  expect(await audit(petition)).toEqual([])
})

test('a petition that nobody has signed has no fault', async () => {
  const id = await site.addPetition({ slug: 'unsigned' })

  expect(await audit({ id, slug: 'unsigned' })).toEqual([])
})

test.each([
  [
    'an entry is gone',
    'update ledger_bundles set entries = substring(entries for 3 * 88) where petition_id = $1',
    /the checkpoint is of 4 entries, the log holds 3/,
  ],
  [
    'an entry was changed',
    'update ledger_bundles set entries = set_byte(entries, 62, get_byte(entries, 62) # 1) where petition_id = $1',
    /the root of the checkpoint is not that of the entries/,
  ],
  [
    'a tile was changed',
    'update ledger_tiles set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) where petition_id = $1',
    /tile 0\/0 does not hold the hashes of the entries/,
  ],
  ['a count was changed', 'update checkpoints set voided = 0, count = 4 where petition_id = $1 and size = 4', /counts 4 with 0 voided/],
  ['a note was changed', "update checkpoints set note = replace(note, '4', '5') where petition_id = $1 and size = 4", /the signed note/],
  [
    'a roll-up was changed',
    "update ledger_rollups set signed = signed + 1 where petition_id = $1 and country = 'FR'",
    /the roll-ups add up to 4/,
  ],
  [
    'a signature is gone',
    'delete from signatures where petition_id = $1 and entry_index = (select min(entry_index) from signatures where petition_id = $1)',
    /1 signatures have a number/,
  ],
])('when %s, the audit says so', async (what, statement, expected) => {
  const petition = await counted(`broken-${what.replaceAll(/[^a-z]+/g, '-')}`)

  await rowsOf(site, statement, [petition.id])
  const faults = await audit(petition)

  expect(faults.join('\n')).toMatch(expected)
  expect(faults.every((fault) => fault.startsWith(`${petition.slug}: `))).toBe(true)
})

test('the nightly audit raises an alarm for each difference and looks at every petition', async () => {
  const petition = await counted('alarming')
  await rowsOf(site, "update ledger_rollups set voided = voided + 1 where petition_id = $1 and country = 'FR'", [petition.id])
  const [task] = ledgerTasks(site.ctx)

  await task?.run(undefined)

  const alarms = site.logLines.filter((line) => line.includes('ALARM'))
  expect(task?.every).toBe('23 3 * * *')
  expect(alarms.some((line) => line.includes('alarming: the roll-ups'))).toBe(true)
  expect(alarms.some((line) => line.includes('sound:'))).toBe(false)
})
