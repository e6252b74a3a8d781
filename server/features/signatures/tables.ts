import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  char,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytes } from '../../db/bytes.ts'
import { mailProviders } from '../../lib/email-address.ts'
import { petitions, petitionTexts } from '../petitions/tables.ts'

/** Marks that organizers see and signers do not: they refuse nobody. */
export const signatureFlags = ['disposable-address', 'trap-field', 'no-form-age'] as const
export type SignatureFlag = (typeof signatureFlags)[number]

const list = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

/**
 * Signatures, hash-partitioned by `email_index` (the migration holds the partitions, see decision
 * 009). Contact data is cipher text only; what is plain here is what counts are broken down by.
 */
export const signatures = pgTable(
  'signatures',
  {
    id: uuid().notNull(),
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'restrict' }),
    /** Keyed hash of the canonical address, with a key of this petition. */
    emailIndex: bytes('email_index').notNull(),
    textId: uuid('text_id').notNull(),
    state: text().$type<'pending' | 'confirmed'>().notNull(),
    emailCipher: bytes('email_cipher').notNull(),
    /** Name, postcode and comment as one JSON cipher text. */
    packetCipher: bytes('packet_cipher').notNull(),
    country: char({ length: 2 }).notNull(),
    source: text(),
    mailProvider: text('mail_provider').notNull(),
    flags: text().array().$type<SignatureFlag[]>().notNull(),
    publicName: text('public_name').$type<'none' | 'initials' | 'full'>().notNull(),
    wantsUpdates: boolean('wants_updates').notNull(),
    consentVersion: text('consent_version').notNull(),
    consentedAt: timestamp('consented_at', { withTimezone: true }).notNull(),
    confirmedAt: timestamp('confirmed_at', { withTimezone: true }),
    /** Until when the newest confirmation mail's link works; then, still unconfirmed, the signature is deleted. */
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    /** `online`, `paper` or `imported`: counted apart, never mixed silently. */
    class: text().$type<'online' | 'paper' | 'imported'>().notNull(),
    /** Opens the commitment of this signature's entry. Gone with the signature, the entry stays. */
    salt: bytes().notNull(),
    /** Number of the signature's entry in the petition's log; null until the sequencer has written it. */
    entryIndex: bigint('entry_index', { mode: 'number' }),
    /** SMTP reply code with which the signer's mail server refused our mail for good. */
    mailRefusedCode: smallint('mail_refused_code'),
  },
  (table) => [
    primaryKey({ name: 'signatures_petition_id_email_index_pkey', columns: [table.petitionId, table.emailIndex] }),
    foreignKey({ name: 'signatures_text_id_fkey', columns: [table.textId], foreignColumns: [petitionTexts.id] }).onDelete('restrict'),
    index('signatures_id_idx').on(table.id),
    index('signatures_unsequenced_idx').on(table.petitionId).where(sql`state = 'confirmed' and entry_index is null`),
    index('signatures_pending_idx').on(table.expiresAt).where(sql`state = 'pending'`),
    check('signatures_state_check', sql`${table.state} in ('pending', 'confirmed')`),
    check('signatures_confirmed_at_check', sql`(${table.state} = 'confirmed') = (${table.confirmedAt} is not null)`),
    check('signatures_entry_index_check', sql`${table.entryIndex} is null or ${table.state} = 'confirmed'`),
    check('signatures_email_index_check', sql`octet_length(${table.emailIndex}) = 16`),
    check('signatures_salt_check', sql`octet_length(${table.salt}) = 32`),
    check('signatures_class_check', sql`${table.class} in ('online', 'paper', 'imported')`),
    check('signatures_public_name_check', sql`${table.publicName} in ('none', 'initials', 'full')`),
    check('signatures_country_check', sql`${table.country} ~ '^[A-Z]{2}$'`),
    check('signatures_source_check', sql`${table.source} ~ '^[a-z0-9-]{1,40}$'`),
    check('signatures_mail_provider_check', sql`${table.mailProvider} in (${list(mailProviders)})`),
    check('signatures_flags_check', sql`${table.flags} <@ array[${list(signatureFlags)}]::text[]`),
  ],
)

/**
 * Per petition and address: when the last mail slot opened and how many codes were tried since.
 * Keyed by a hash of its own, kept for addresses that never signed too, so that a wrong code is
 * counted and answered alike for everybody. No signature refers to it.
 */
export const mailSlots = pgTable(
  'mail_slots',
  {
    slotIndex: bytes('slot_index').primaryKey(),
    /** Which code is valid: each slot brings a new one. */
    round: integer().notNull(),
    attempts: smallint().notNull(),
    /** Null: codes were tried for an address that no mail was asked for. */
    openedAt: timestamp('opened_at', { withTimezone: true }),
    /** The job that opened the slot: the same job, run again after a crash, may use it again. */
    openedByJob: bigint('opened_by_job', { mode: 'number' }),
    /** The last "you have already signed" and the job that sent it. */
    noticeAt: timestamp('notice_at', { withTimezone: true }),
    noticeByJob: bigint('notice_by_job', { mode: 'number' }),
    touchedAt: timestamp('touched_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('mail_slots_touched_at_idx').on(table.touchedAt)],
)

/** Mails to one address over the whole site on one UTC day; the key of the hash changes daily. */
export const mailCaps = pgTable(
  'mail_caps',
  {
    addressIndex: bytes('address_index').primaryKey(),
    day: date().notNull(),
    confirmations: smallint().notNull(),
  },
  (table) => [
    index('mail_caps_day_idx').on(table.day),
    check('mail_caps_confirmations_check', sql`${table.confirmations} between 1 and 3`),
  ],
)

/** Proofs of work that have been used, so that none is used twice. Worthless after ten minutes, so it need not survive a crash. */
export const usedProofs = pgTable(
  'used_proofs',
  {
    proofIndex: bytes('proof_index').primaryKey(),
    usedAt: timestamp('used_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('used_proofs_used_at_idx').on(table.usedAt)],
)

/** Addresses whose owner wants no mail from this site ("not me"). */
export const mailRefusals = pgTable('mail_refusals', {
  addressIndex: bytes('address_index').primaryKey(),
  refusedAt: timestamp('refused_at', { withTimezone: true }).notNull(),
})
