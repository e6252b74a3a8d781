import { bigint, date, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { bytes } from '../../../db/bytes.ts'

/**
 * What letters were like, for 90 days: nothing says whose they were or where they went, and all hashes
 * are made with a key of their office.
 */
export const letterSketches = pgTable(
  'letter_sketches',
  {
    /** Made of the day and the hashes: the same text on the same day is kept once. */
    letter: bigint({ mode: 'bigint' }).primaryKey(),
    day: date().notNull(),
    /** Window hashes of four bytes each, little end first, ascending. */
    hashes: bytes().notNull(),
  },
  (table) => [index('letter_sketches_day_idx').on(table.day)],
)

/** By which window hashes a letter is found. */
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
