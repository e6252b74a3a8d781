import fc from 'fast-check'
import { expect } from 'vitest'
import type { Format, FormatOptions } from '../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../server/features/legislators/formats/format.ts'
import { readRecords } from './read.ts'

/** Wherever a file is cut, it is refused, or gives the first of the records that the whole file gives. */
export async function expectSafeCuts(format: Format, name: string, whole: Buffer, options: Partial<FormatOptions> = {}): Promise<void> {
  const records = await readRecords(format, { [name]: whole }, options)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (at) => {
      const outcome = await readRecords(format, { [name]: whole.subarray(0, at) }, options).catch((error: unknown) => error)

      if (Array.isArray(outcome)) expect(outcome).toEqual(records.slice(0, outcome.length))
      else expect(outcome).toBeInstanceOf(UnreadableFile)
    }),
    { numRuns: 200 },
  )
}
