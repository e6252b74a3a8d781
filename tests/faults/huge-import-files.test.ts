import { describe, expect, test } from 'vitest'
import { endlessFilesOf } from '../support/legislators/endless.ts'
import { samples } from '../support/legislators/every-format.ts'
import { outcomeOf } from '../support/legislators/outcome.ts'

const maxGrowthBytes = 300 * 1024 * 1024

/** The bytes, and by how much the process had grown at most while they were taken. */
function watched(bytes: AsyncIterable<Uint8Array>) {
  const before = process.memoryUsage().rss
  let grownBytes = 0
  const pass = async function* () {
    for await (const piece of bytes) {
      grownBytes = Math.max(grownBytes, process.memoryUsage().rss - before)
      yield piece
    }
  }
  return { bytes: pass, grownBytes: () => Math.max(grownBytes, process.memoryUsage().rss - before) }
}

describe.each(samples)('an endless file for $title', (sample) => {
  test.each(endlessFilesOf(sample))('$what: is refused, or read row by row, in little memory', async ({ bytes, isStream }) => {
    const file = watched(bytes())

    const { refusal } = await outcomeOf(sample, { 'huge.file': file.bytes })

    expect(refusal === null).toBe(isStream)
    expect(file.grownBytes()).toBeLessThan(maxGrowthBytes)
  })
})
