import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { LetterChannel, LetterState } from '#contract/letters.ts'
import { letterChannels, letterStates } from '#contract/letters.ts'
import { bytes } from '../../db/bytes.ts'
import { campaigns } from '../campaigns/tables.ts'
import { seats } from '../legislators/tables.ts'

const list = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))
const moment = (name: string) => timestamp(name, { withTimezone: true })

/** Letters from their first draft on. What a person wrote is in cipher texts only, and goes after its time. */
export const letters = pgTable(
  'letters',
  {
    id: uuid().primaryKey(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'restrict' }),
    askId: text('ask_id').notNull(),
    /** `seat:<id>` or `office:<id>`: whom it goes to, whoever holds it. */
    recipient: text().notNull(),
    seatId: integer('seat_id').references(() => seats.id, { onDelete: 'restrict' }),
    /** Country of the addressee, `EU` or `international`: whose office hours are kept. */
    place: text().notNull(),
    state: text().$type<LetterState>().notNull(),
    /** Null until it is confirmed. */
    channel: text().$type<LetterChannel>(),
    /** That it went to the organizers and not to its addressee; null until it is sent. */
    isTest: boolean('is_test'),
    /** Keyed hash of the writer's address; null in a draft without one. */
    addressIndex: bytes('address_index'),
    /** The address. Null before it is given and after the letter is scrubbed. */
    addressCipher: bytes('address_cipher'),
    /** What was typed, and the letter as it was confirmed; null after it is scrubbed. */
    packetCipher: bytes('packet_cipher'),
    /** Language of the writer's pages and mails. */
    locale: text().notNull(),
    /** Why an organizer has to look at it. */
    holdReasons: text('hold_reasons').array().notNull(),
    createdAt: moment('created_at').notNull(),
    submittedAt: moment('submitted_at'),
    /** Wording that the writer agreed to when they handed it in. */
    consentVersion: text('consent_version'),
    /** When the mail to confirm it was decided on: it counts once among the day's mails. */
    mailedAt: moment('mailed_at'),
    confirmedAt: moment('confirmed_at'),
    /** Not before this moment; sets apart what would otherwise go out together. */
    notBefore: moment('not_before'),
    dispatchedAt: moment('dispatched_at'),
    /** When it arrived, as far as anybody knows: from then on its writer is asked for an answer. */
    arrivedAt: moment('arrived_at'),
    /** When its text goes. A draft goes as a whole. */
    expiresAt: moment('expires_at').notNull(),
    keepsText: boolean('keeps_text').notNull(),
    /** Whether the office answered, as its writer says. */
    answer: text().$type<LetterAnswer>(),
    /** How often they have been asked. */
    askedTimes: smallint('asked_times').notNull(),
  },
  (table) => [
    index('letters_recipient_dispatched_at_idx').on(table.recipient, table.dispatchedAt),
    index('letters_address_index_idx').on(table.addressIndex),
    index('letters_state_idx').on(table.state, table.confirmedAt),
    index('letters_expires_at_idx').on(table.expiresAt),
    index('letters_arrived_at_idx').on(table.arrivedAt).where(sql`answer is null`),
    // One letter for each person, ask and addressee; one that went to the organizers as a test does not count.
    uniqueIndex('letters_writer_key')
      .on(table.addressIndex, table.askId, table.recipient)
      .where(sql`confirmed_at is not null and state <> 'cancelled' and is_test is not true`),
    check('letters_state_check', sql`${table.state} in (${list(letterStates)})`),
    check('letters_channel_check', sql`${table.channel} in (${list(letterChannels)})`),
    check('letters_answer_check', sql`${table.answer} in ('yes', 'automatic', 'no')`),
    check('letters_address_index_check', sql`octet_length(${table.addressIndex}) = 16`),
    check('letters_confirmed_at_check', sql`${table.state} = 'draft' or ${table.confirmedAt} is not null`),
  ],
)

export type LetterAnswer = 'yes' | 'automatic' | 'no'

/** Every change of a letter's state, with what showed it: a server's reply, an organizer's reason. Never personal. */
export const letterEvents = pgTable(
  'letter_events',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    letterId: uuid('letter_id')
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
    at: moment('at').notNull(),
    state: text().$type<LetterState>().notNull(),
    evidence: jsonb().$type<Record<string, string | number | boolean | null>>().notNull(),
  },
  (table) => [index('letter_events_letter_id_idx').on(table.letterId, table.id)],
)

/** Asks whose letters go to their addressees. Without a row they go to the organizers only. */
export const liveAsks = pgTable(
  'live_asks',
  {
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'restrict' }),
    askId: text('ask_id').notNull(),
    since: moment('since').notNull(),
    /** Initials of the owner who did it by hand. */
    by: text().notNull(),
  },
  (table) => [primaryKey({ name: 'live_asks_pkey', columns: [table.campaignId, table.askId] })],
)

/** Addresses of offices that refused mail for good: nothing more is sent there. */
export const refusedAddresses = pgTable('refused_addresses', {
  /** In small letters; the public address of an office, never of a person who writes. */
  address: text().primaryKey(),
  refusedAt: moment('refused_at').notNull(),
  /** Enhanced status (RFC 3463) or reply code, and what the server said. */
  status: text(),
  reply: text().notNull(),
})
