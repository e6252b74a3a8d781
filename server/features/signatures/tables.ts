import { sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import {
  bigint,
  boolean,
  char,
  check,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytes } from '../../db/bytes.ts'
import { mailProviders } from '../../lib/email-address.ts'
import type { SignatureClass } from '../ledger/rules.ts'
import { petitions, petitionTexts } from '../petitions/tables.ts'

/** Marks that organizers see and signers do not: they refuse nobody. */
export const signatureFlags = ['disposable-address', 'trap-field', 'no-form-age'] as const
export type SignatureFlag = (typeof signatureFlags)[number]
export type PublicName = 'none' | 'initials' | 'full'

const list = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

/** What a signer gave, the same columns before and after it is confirmed. */
const given = () => ({
  id: uuid().notNull(),
  petitionId: uuid('petition_id')
    .notNull()
    .references(() => petitions.id, { onDelete: 'restrict' }),
  /** Keyed hash of the canonical address, with a key of this petition. */
  emailIndex: bytes('email_index').notNull(),
  textId: uuid('text_id').notNull(),
  emailCipher: bytes('email_cipher').notNull(),
  /** Name, postcode and comment as one JSON cipher text. */
  packetCipher: bytes('packet_cipher').notNull(),
  country: char({ length: 2 }).notNull(),
  source: text(),
  mailProvider: text('mail_provider').notNull(),
  flags: text().array().$type<SignatureFlag[]>().notNull(),
  publicName: text('public_name').$type<PublicName>().notNull(),
  wantsUpdates: boolean('wants_updates').notNull(),
  consentVersion: text('consent_version').notNull(),
  consentedAt: timestamp('consented_at', { withTimezone: true }).notNull(),
  /** `online`, `paper` or `imported`: counted apart, never mixed silently. */
  class: text().$type<SignatureClass>().notNull(),
  /** Opens the commitment of the signature's entry. Gone with the signature, the entry stays. */
  salt: bytes().notNull(),
})

/** The checks of the columns above, named for their table. */
const givenChecks = (name: string, table: Record<keyof ReturnType<typeof given>, AnyPgColumn>) => [
  check(`${name}_email_index_check`, sql`octet_length(${table.emailIndex}) = 16`),
  check(`${name}_salt_check`, sql`octet_length(${table.salt}) = 32`),
  check(`${name}_class_check`, sql`${table.class} in ('online', 'paper', 'imported')`),
  check(`${name}_public_name_check`, sql`${table.publicName} in ('none', 'initials', 'full')`),
  check(`${name}_country_check`, sql`${table.country} ~ '^[A-Z]{2}$'`),
  check(`${name}_source_check`, sql`${table.source} ~ '^[a-z0-9-]{1,40}$'`),
  check(`${name}_mail_provider_check`, sql`${table.mailProvider} in (${list(mailProviders)})`),
  check(`${name}_flags_check`, sql`${table.flags} <@ array[${list(signatureFlags)}]::text[]`),
]

/**
 * What was sent in and nobody has confirmed yet, each by itself: a second one under the same
 * address changes nothing of the first, and only the one whose mail was answered is ever counted
 * (decision 017).
 */
export const submissions = pgTable(
  'submissions',
  {
    ...given(),
    /** Until when the link of its mail works; then, still unconfirmed, it is deleted. */
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    /** SMTP reply code with which the signer's mail server refused our mail for good. */
    mailRefusedCode: smallint('mail_refused_code'),
  },
  (table) => [
    primaryKey({ name: 'submissions_id_pkey', columns: [table.id] }),
    foreignKey({ name: 'submissions_text_id_fkey', columns: [table.textId], foreignColumns: [petitionTexts.id] }).onDelete('restrict'),
    index('submissions_email_index_idx').on(table.emailIndex),
    index('submissions_expires_at_idx').on(table.expiresAt),
    ...givenChecks('submissions', table),
  ],
)

/**
 * Confirmed signatures, hash-partitioned by `email_index` (the migration holds the partitions, see
 * decision 009). Contact data is cipher text only; what is plain here is what counts are broken
 * down by.
 */
export const signatures = pgTable(
  'signatures',
  {
    ...given(),
    confirmedAt: timestamp('confirmed_at', { withTimezone: true }).notNull(),
    /** Number of the signature's entry in the petition's log; null until the sequencer has written it, and while it is held. */
    entryIndex: bigint('entry_index', { mode: 'number' }),
    /** Since when organizers hold it, to look into it: until they release it, it is not counted. */
    heldAt: timestamp('held_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ name: 'signatures_petition_id_email_index_pkey', columns: [table.petitionId, table.emailIndex] }),
    foreignKey({ name: 'signatures_text_id_fkey', columns: [table.textId], foreignColumns: [petitionTexts.id] }).onDelete('restrict'),
    index('signatures_id_idx').on(table.id),
    index('signatures_uncounted_idx').on(table.petitionId).where(sql`entry_index is null and held_at is null`),
    index('signatures_held_idx').on(table.petitionId).where(sql`held_at is not null`),
    index('signatures_entry_index_idx').on(table.petitionId, table.entryIndex),
    index('signatures_country_entry_index_idx').on(table.petitionId, table.country, table.entryIndex),
    check('signatures_held_at_check', sql`${table.heldAt} is null or ${table.entryIndex} is null`),
    ...givenChecks('signatures', table),
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
    attempts: smallint().notNull(),
    /** Null: codes were tried for an address that no mail was asked for. */
    openedAt: timestamp('opened_at', { withTimezone: true }),
    /** The submission that opened the slot, whose code is the valid one; its job, run again after a crash, may use the slot again. */
    submissionId: uuid('submission_id'),
    /** The last "you have already signed" and the submission that caused it. */
    noticeAt: timestamp('notice_at', { withTimezone: true }),
    noticeSubmissionId: uuid('notice_submission_id'),
    touchedAt: timestamp('touched_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('mail_slots_touched_at_idx').on(table.touchedAt)],
)

/** Mails of one kind to one address over the whole site on one UTC day; the key of the hash changes daily and with the kind. */
export const mailCaps = pgTable(
  'mail_caps',
  {
    addressIndex: bytes('address_index').primaryKey(),
    day: date().notNull(),
    mails: smallint().notNull(),
  },
  (table) => [index('mail_caps_day_idx').on(table.day), check('mail_caps_mails_check', sql`${table.mails} between 1 and 3`)],
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

/**
 * Requests for a link to the signer's own page. The address is kept, encrypted, for as long as the
 * link works: it is what the page looks signatures up by. A row is made for every request alike.
 */
export const signerLinks = pgTable(
  'signer_links',
  {
    id: uuid().primaryKey(),
    /** Finds all links to the page of an address, to erase them; a keyed hash with a key of its own. */
    addressIndex: bytes('address_index').notNull(),
    emailCipher: bytes('email_cipher').notNull(),
    /** The mail was allowed by the day's cap; its job, run again after a crash, sends it again and takes no second one. */
    isMailed: boolean('is_mailed').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    /** Language of the page where the link was asked for, and so of the mail. */
    locale: char({ length: 2 }).notNull().default('en'),
  },
  (table) => [index('signer_links_address_index_idx').on(table.addressIndex), index('signer_links_expires_at_idx').on(table.expiresAt)],
)
