import { bigint, date, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { bytes } from '../../../db/bytes.ts'

/**
 * What letters were like, for 90 days. Nothing says whose they were or where they went: each has a random
 * number that stands nowhere else, and its hashes are made with a key of its office.
 */
export const letterSketches = pgTable(
  'letter_sketches',
  {
    letter: bigint({ mode: 'bigint' }).primaryKey(),
    day: date().notNull(),
    /** Window hashes of four bytes each, little-endian, ascending, without repetition. */
    hashes: bytes().notNull(),
  },
  (table) => [index('letter_sketches_day_idx').on(table.day)],
)

/** The window hashes by which letters are found; one that is in many letters names some of them only. */
export const letterFingerprints = pgTable(
  'letter_fingerprints',
  {
    hash: integer().notNull(),
    letter: bigint({ mode: 'bigint' })
      .notNull()
      .references(() => letterSketches.letter, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ name: 'letter_fingerprints_hash_letter_pkey', columns: [table.hash, table.letter] }),
    index('letter_fingerprints_letter_idx').on(table.letter),
  ],
)
