import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../server/db/database.ts'
import { migrate } from '../../server/db/migrate.ts'
import type { TestDatabase } from '../support/database.ts'
import { createBareDatabase } from '../support/database.ts'
import { migrateTo } from '../support/migrations.ts'

const petitionId = '00000000-0000-4000-8000-0000000000a1'
const otherId = '00000000-0000-4000-8000-0000000000a2'

let database: TestDatabase
let pool: pg.Pool
let before: Record<string, unknown>[]

beforeAll(async () => {
  database = await createBareDatabase()
  // The hours of the roll-ups are those of UTC, wherever the database thinks it is.
  const elsewhere = new pg.Client({ connectionString: database.url })
  await elsewhere.connect()
  await elsewhere.query(`alter database ${database.name} set timezone to 'Asia/Kathmandu'`)
  await elsewhere.end()
  pool = openDatabase({ url: database.url, maxConnections: 2, onConnectionLost: () => {} }).pool
  await migrateTo(pool, 1)
  await fill(pool)
  before = await rows('select * from signatures')
  await migrate(pool)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const rows = async (text: string) => (await pool.query<Record<string, unknown>>(text)).rows
const byId = (list: Record<string, unknown>[]) => [...list].sort((a, b) => String(a['id']).localeCompare(String(b['id'])))

/**
 * Two petitions. The first has checkpoints of 2 entries at 12:20, of 3 at 12:40 and of 5 at 13:00
 * UTC; one confirmed signature without an entry; two pending ones. The second has one of each.
 */
async function fill(pool: pg.Pool): Promise<void> {
  await pool.query(`
    insert into campaigns (id, slug, body, loaded_at) values ('${otherId}', 'test', '{}', '2026-11-01T00:00:00Z');
    insert into petitions (id, campaign_id, slug, state, addressee, opened_at, count_interval_seconds, goals, handover, not_official)
      select id, '${otherId}', slug, 'open', 'Test office', '2026-11-01T00:00:00Z', 1, '[100]', 'Test.', 'Test.'
      from (values ('${petitionId}'::uuid, 'first'), ('${otherId}'::uuid, 'second')) as given (id, slug);
    insert into petition_texts (id, petition_id, version, body, sha256, published_at)
      select id, id, 1, '{}', sha256('text'), '2026-11-01T00:00:00Z' from petitions;
    insert into checkpoints (petition_id, size, voided, count, root, note, published_at) values
      ('${petitionId}', 2, 0, 2, sha256('2'), 'note', '2026-11-23T12:20:00Z'),
      ('${petitionId}', 3, 0, 3, sha256('3'), 'note', '2026-11-23T12:40:00Z'),
      ('${petitionId}', 5, 0, 5, sha256('5'), 'note', '2026-11-23T13:00:00Z'),
      ('${otherId}', 1, 0, 1, sha256('1'), 'note', '2026-11-23T12:30:00Z');
    insert into signatures (id, petition_id, email_index, text_id, state, email_cipher, packet_cipher, country, source, mail_provider, flags,
        public_name, wants_updates, consent_version, consented_at, confirmed_at, expires_at, class, salt, entry_index, mail_refused_code)
      select gen_random_uuid(), petition, decode(md5(n::text), 'hex'), petition, case when confirmed then 'confirmed' else 'pending' end,
        sha256(('mail' || n)::bytea), sha256(('packet' || n)::bytea), country, source, 'gmail', '{trap-field,no-form-age}',
        'initials', true, 'v1', '2026-11-23T11:00:00Z', case when confirmed then '2026-11-23T11:30:00Z'::timestamptz end,
        '2026-12-23T11:00:00Z', class, sha256(n::text::bytea), entry, case when n = 7 then 550 end
      from (values
        (1, '${petitionId}'::uuid, true, 0, 'GB', null, 'online'), (2, '${petitionId}', true, 1, 'GB', null, 'online'),
        (3, '${petitionId}', true, 2, 'GB', 'news-1', 'online'), (4, '${petitionId}', true, 3, 'FR', null, 'paper'),
        (5, '${petitionId}', true, 4, 'GB', null, 'online'), (6, '${petitionId}', true, null, 'DE', null, 'online'),
        (7, '${petitionId}', false, null, 'GB', 'news-1', 'online'), (8, '${petitionId}', false, null, 'FR', null, 'imported'),
        (9, '${otherId}', true, 0, 'GB', null, 'online'), (10, '${otherId}', false, null, 'GB', null, 'online')
      ) as given (n, petition, confirmed, entry, country, source, class);
    insert into mail_caps (address_index, day, confirmations) values ('\\x01', '2026-11-23', 3);
    insert into mail_slots (slot_index, round, attempts, opened_at, opened_by_job, notice_at, notice_by_job, touched_at)
      values ('\\x02', 4, 2, '2026-11-23T11:00:00Z', 17, '2026-11-23T11:10:00Z', 18, '2026-11-23T11:10:00Z');
    insert into mail_refusals (address_index, refused_at) values ('\\x03', '2026-11-23T11:00:00Z');`)
}

test('what waited for its confirmation is a submission, in every column as it was', async () => {
  const pending = before.filter(({ state }) => state === 'pending')
  const kept = pending.map(({ state: _state, confirmed_at: _confirmedAt, entry_index: _entryIndex, ...columns }) => columns)

  const submissions = await rows('select * from submissions')

  expect(pending).toHaveLength(3)
  expect(byId(submissions)).toEqual(byId(kept))
})

test('what was confirmed is a signature still, in every column as it was, and nothing else is one', async () => {
  const confirmed = before.filter(({ state }) => state === 'confirmed')
  const kept = confirmed.map(({ state: _state, expires_at: _expiresAt, mail_refused_code: _code, ...columns }) => ({
    ...columns,
    held_at: null,
  }))

  const signatures = await rows('select * from signatures')

  expect(confirmed).toHaveLength(7)
  expect(byId(signatures)).toEqual(byId(kept))
})

test('what was counted is rolled up by the UTC hour of its checkpoint, and adds up to the latest', async () => {
  const rollups = await rows(
    'select petition_id, hour, country, division, source, class, signed::int, voided::int from ledger_rollups order by petition_id, hour, country, source',
  )
  const sums = await rows('select petition_id, sum(signed - voided)::int as count from ledger_rollups group by 1 order by 1')
  const counts = await rows('select petition_id, max(count)::int as count from checkpoints group by 1 order by 1')

  const at = (hour: number) => ({ hour: new Date(Date.UTC(2026, 10, 23, hour)), division: '', voided: 0 })
  expect(rollups).toEqual([
    { petition_id: petitionId, ...at(12), country: 'GB', source: '', class: 'online', signed: 2 },
    { petition_id: petitionId, ...at(12), country: 'GB', source: 'news-1', class: 'online', signed: 1 },
    { petition_id: petitionId, ...at(13), country: 'FR', source: '', class: 'paper', signed: 1 },
    { petition_id: petitionId, ...at(13), country: 'GB', source: '', class: 'online', signed: 1 },
    { petition_id: otherId, ...at(12), country: 'GB', source: '', class: 'online', signed: 1 },
  ])
  expect(sums).toEqual(counts)
})

test('caps, tries and refusals of mail are kept; a code of an old mail belongs to no submission', async () => {
  const caps = await rows('select address_index, mails from mail_caps')
  const slots = await rows('select slot_index, attempts, opened_at, submission_id, notice_at, notice_submission_id from mail_slots')
  const refusals = await rows('select address_index from mail_refusals')

  expect(caps).toEqual([{ address_index: Buffer.of(1), mails: 3 }])
  expect(slots).toEqual([
    {
      slot_index: Buffer.of(2),
      attempts: 2,
      opened_at: new Date('2026-11-23T11:00:00Z'),
      submission_id: null,
      notice_at: new Date('2026-11-23T11:10:00Z'),
      notice_submission_id: null,
    },
  ])
  expect(refusals).toEqual([{ address_index: Buffer.of(3) }])
})
