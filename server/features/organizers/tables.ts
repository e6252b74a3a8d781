import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { Role } from '#contract/organize/accounts.ts'
import type { AuditAction } from '#contract/organize/audit.ts'
import type { RemovalReason, SignatureConditions } from '#contract/organize/signatures.ts'
import { bytes } from '../../db/bytes.ts'
import { campaigns } from '../campaigns/tables.ts'
import { petitions } from '../petitions/tables.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true })
const ofOrganizer = () =>
  uuid('user_id')
    .notNull()
    .references(() => organizers.id, { onDelete: 'cascade' })
const isRole = (column: unknown) => sql`${column} in ('owner', 'organizer', 'moderator', 'analyst')`

/**
 * Those who work in the workspace, as the library for accounts keeps them. What it takes for their
 * e-mail address is a keyed hash, and their name says nothing: name and address are in the profile,
 * encrypted (server/decisions/032). A row stays when somebody goes, so that the audit log can name them.
 */
export const organizers = pgTable('organizers', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique('organizers_email_key'),
  emailVerified: boolean('email_verified').notNull(),
  image: text(),
  twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  /** Name and address; null only between two statements of joining. */
  profileCipher: bytes('profile_cipher'),
})

/** The token alone opens nothing: a cookie is the token with a MAC under a key outside the database. */
export const organizerSessions = pgTable(
  'organizer_sessions',
  {
    id: uuid().primaryKey(),
    token: text().notNull().unique('organizer_sessions_token_key'),
    userId: ofOrganizer(),
    expiresAt: moment('expires_at').notNull(),
    /** Always empty: nobody needs to know from where organizers work. */
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    /** When it was proven who this is. */
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('organizer_sessions_user_id_idx').on(table.userId),
    check('organizer_sessions_ip_address_check', sql`coalesce(${table.ipAddress}, '') = '' and coalesce(${table.userAgent}, '') = ''`),
  ],
)

/** Passwords, as argon2id hashes. */
export const organizerAccounts = pgTable(
  'organizer_accounts',
  {
    id: uuid().primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: ofOrganizer(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    scope: text(),
    password: text(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('organizer_accounts_user_id_idx').on(table.userId)],
)

/** Challenges under way, each used once. */
export const organizerVerifications = pgTable(
  'organizer_verifications',
  {
    id: uuid().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('organizer_verifications_identifier_idx').on(table.identifier),
    index('organizer_verifications_expires_at_idx').on(table.expiresAt),
  ],
)

export const organizerPasskeys = pgTable(
  'organizer_passkeys',
  {
    id: uuid().primaryKey(),
    name: text(),
    publicKey: text('public_key').notNull(),
    userId: ofOrganizer(),
    credentialID: text('credential_id').notNull().unique('organizer_passkeys_credential_id_key'),
    counter: integer().notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text(),
    createdAt: moment('created_at'),
    aaguid: text(),
  },
  (table) => [index('organizer_passkeys_user_id_idx').on(table.userId)],
)

/** Secrets of authenticator apps, encrypted by the library under a key outside the database. */
export const organizerAuthenticators = pgTable(
  'organizer_authenticators',
  {
    id: uuid().primaryKey(),
    secret: text().notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: ofOrganizer(),
    verified: boolean().notNull().default(true),
    failedVerificationCount: integer('failed_verification_count').notNull().default(0),
    lockedUntil: moment('locked_until'),
  },
  (table) => [index('organizer_authenticators_user_id_idx').on(table.userId)],
)

/** Who is what in which campaign. */
export const memberships = pgTable(
  'memberships',
  {
    organizerId: uuid('organizer_id')
      .notNull()
      .references(() => organizers.id, { onDelete: 'cascade' }),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    since: moment('since').notNull(),
  },
  (table) => [
    primaryKey({ name: 'memberships_organizer_id_campaign_id_pkey', columns: [table.organizerId, table.campaignId] }),
    check('memberships_role_check', isRole(table.role)),
  ],
)

/** Invitations that have not ended. Their links hold a MAC, so nothing secret is stored. */
export const organizerInvitations = pgTable(
  'organizer_invitations',
  {
    id: uuid().primaryKey(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    /** The address it is mailed to; null where a command printed the link. */
    addressCipher: bytes('address_cipher'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** Who took it up and has no way to sign in yet: the same link goes on where they were. */
    organizerId: uuid('organizer_id').references(() => organizers.id, { onDelete: 'set null' }),
  },
  (table) => [check('organizer_invitations_role_check', isRole(table.role))],
)

/** Wrong passwords and codes by account and by network, each under a keyed hash of the day. */
export const signInTries = pgTable(
  'sign_in_tries',
  {
    tryIndex: bytes('try_index').primaryKey(),
    tries: smallint().notNull(),
    since: moment('since').notNull(),
  },
  (table) => [index('sign_in_tries_since_idx').on(table.since)],
)

/** Changes of many signatures at once, which run in the background, batch by batch. */
export const signatureChanges = pgTable(
  'signature_changes',
  {
    id: uuid().primaryKey(),
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'cascade' }),
    organizerId: uuid('organizer_id')
      .notNull()
      .references(() => organizers.id, { onDelete: 'restrict' }),
    kind: text().$type<'hold' | 'release' | 'remove'>().notNull(),
    reason: text().$type<RemovalReason>(),
    conditions: jsonb().$type<SignatureConditions>().notNull(),
    state: text().$type<'running' | 'finished' | 'cancelled'>().notNull(),
    /** How many there were when it was asked for, and how many are done. */
    expected: integer().notNull(),
    done: integer().notNull().default(0),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    index('signature_changes_petition_id_started_at_idx').on(table.petitionId, table.startedAt),
    check('signature_changes_kind_check', sql`${table.kind} in ('hold', 'release', 'remove')`),
    check('signature_changes_state_check', sql`${table.state} in ('running', 'finished', 'cancelled')`),
    check('signature_changes_reason_check', sql`(${table.kind} = 'remove') = (${table.reason} is not null)`),
  ],
)

/** What organizers did. A trigger refuses every change and removal. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment('at').notNull(),
    /** Null for what belongs to no campaign, such as signing in. */
    campaignId: uuid('campaign_id').references(() => campaigns.id, { onDelete: 'restrict' }),
    organizerId: uuid('organizer_id').references(() => organizers.id, { onDelete: 'restrict' }),
    action: text().$type<AuditAction>().notNull(),
    /** Never personal data of those who sign or write. */
    details: jsonb().$type<Record<string, string | number | boolean | null>>().notNull(),
  },
  (table) => [index('audit_entries_campaign_id_id_idx').on(table.campaignId, table.id)],
)
