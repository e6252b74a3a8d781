import { sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import {
  boolean,
  char,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

/** Houses of legislatures. Rows come with imports and never go. */
export const chambers = pgTable('chambers', {
  key: text().primaryKey(),
  name: text().notNull(),
  legislature: text().notNull(),
  /** ISO 3166-1 alpha-2, or EU. */
  country: char({ length: 2 }).notNull(),
  /** Null where it differs or is not known: then no empty seat is called vacant. */
  seatsPerDivision: integer('seats_per_division'),
})

/**
 * Areas that seats belong to. What is redrawn is another division with another key; what is renamed
 * keeps its key, and its former names find it. Nothing is deleted: `valid_to` ends it.
 */
export const divisions = pgTable(
  'divisions',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    key: text().notNull(),
    chamberKey: text('chamber_key')
      .notNull()
      .references(() => chambers.key, { onDelete: 'restrict' }),
    name: text().notNull(),
    formerNames: text('former_names').array().notNull().default([]),
    country: char({ length: 2 }).notNull(),
    /** The division around it, in another chamber. */
    parentId: integer('parent_id').references((): AnyPgColumn => divisions.id, { onDelete: 'restrict' }),
    isCountryWide: boolean('is_country_wide').notNull(),
    /** Null: as many as the chamber says. */
    seats: integer(),
    /** First day, and the first day on which it is a division no more; null where it is not known. */
    validFrom: date('valid_from'),
    validTo: date('valid_to'),
  },
  (table) => [
    unique('divisions_key_key').on(table.key),
    index('divisions_chamber_key_idx').on(table.chamberKey),
    index('divisions_country_idx').on(table.country).where(sql`is_country_wide`),
    check('divisions_seats_check', sql`${table.seats} >= 0`),
    check('divisions_valid_to_check', sql`${table.validTo} > ${table.validFrom}`),
  ],
)

/**
 * That a postcode lies in a division, wholly or in part, as a set of data says. A null division: the
 * set knows the postcode and says that it lies in none.
 */
export const postcodeDivisions = pgTable(
  'postcode_divisions',
  {
    country: char({ length: 2 }).notNull(),
    /** As `normalizePostcode` writes it. */
    postcode: text().notNull(),
    divisionId: integer('division_id').references(() => divisions.id, { onDelete: 'restrict' }),
    source: text().notNull(),
    /** Day from which it is so no more: the post office ended the postcode, or the set of data no longer says so. */
    endedOn: date('ended_on'),
  },
  (table) => [
    unique('postcode_divisions_postcode_key').on(table.postcode, table.country, table.divisionId, table.source).nullsNotDistinct(),
  ],
)

/** A place in a chamber. Letters are addressed through it, so that they go on to whoever holds it next. */
export const seats = pgTable(
  'seats',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    divisionId: integer('division_id')
      .notNull()
      .references(() => divisions.id, { onDelete: 'restrict' }),
    /** From 1, in the order in which they were first filled. */
    number: integer().notNull(),
    /** What the source calls it: the class of a senator's seat. */
    label: text(),
  },
  (table) => [
    unique('seats_division_id_number_key').on(table.divisionId, table.number),
    check('seats_number_check', sql`${table.number} > 0`),
  ],
)

/** People who hold or held a seat, as their parliaments publish them. */
export const legislators = pgTable('legislators', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  givenName: text('given_name'),
  familyName: text('family_name'),
  honorific: text(),
  /** What follows "Dear", where the source says it. */
  salutation: text(),
  party: text(),
  languages: text().array().notNull(),
  website: text(),
})

/** By which the same person is known in several sets of data. */
export const legislatorIdentifiers = pgTable(
  'legislator_identifiers',
  {
    scheme: text().notNull(),
    value: text().notNull(),
    legislatorId: uuid('legislator_id')
      .notNull()
      .references(() => legislators.id, { onDelete: 'restrict' }),
  },
  (table) => [
    primaryKey({ name: 'legislator_identifiers_scheme_value_pkey', columns: [table.scheme, table.value] }),
    index('legislator_identifiers_legislator_id_idx').on(table.legislatorId),
  ],
)

/** That a person holds a seat; ended when they leave it, never deleted. A seat has one holder at most. */
export const terms = pgTable(
  'terms',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    legislatorId: uuid('legislator_id')
      .notNull()
      .references(() => legislators.id, { onDelete: 'restrict' }),
    seatId: integer('seat_id')
      .notNull()
      .references(() => seats.id, { onDelete: 'restrict' }),
    /** The set of data that said so last: who is in it no longer has left the seat. */
    source: text().notNull(),
    startsOn: date('starts_on'),
    /** As announced by the source; it may have passed while the source still names the person. */
    endsOn: date('ends_on'),
    /** Day of the import from which on they hold it no more. */
    endedOn: date('ended_on'),
  },
  (table) => [
    uniqueIndex('terms_seat_id_key').on(table.seatId).where(sql`ended_on is null`),
    index('terms_legislator_id_idx').on(table.legislatorId),
    index('terms_source_idx').on(table.source).where(sql`ended_on is null`),
  ],
)

/** How a person can be written to. Those of one origin are replaced together. */
export const legislatorChannels = pgTable(
  'legislator_channels',
  {
    legislatorId: uuid('legislator_id')
      .notNull()
      .references(() => legislators.id, { onDelete: 'restrict' }),
    origin: text().notNull(),
    position: integer().notNull(),
    kind: text().$type<'email' | 'web-form' | 'phone' | 'postal' | 'cwc'>().notNull(),
    value: text().notNull(),
    label: text(),
  },
  (table) => [
    primaryKey({ name: 'legislator_channels_pkey', columns: [table.legislatorId, table.origin, table.position] }),
    check('legislator_channels_kind_check', sql`${table.kind} in ('email', 'web-form', 'phone', 'postal', 'cwc')`),
  ],
)

/** What was imported when: how old a list is. */
export const legislatorImports = pgTable(
  'legislator_imports',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    format: text().notNull(),
    source: text().notNull(),
    chamberKeys: text('chamber_keys').array().notNull(),
    importedAt: timestamp('imported_at', { withTimezone: true }).notNull(),
    /** How many records of each kind it held, and what they changed. */
    counts: jsonb().$type<Record<string, number>>().notNull(),
  },
  (table) => [index('legislator_imports_source_idx').on(table.source, table.importedAt)],
)
