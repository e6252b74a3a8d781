import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Pack } from './pack.ts'
import { packCampaign, packFact, packPetition, packTimelineItem } from './pack.ts'
import { packFaults } from './rules.ts'

/** The pack that an empty database is filled with at first start. */
export const bundledPack = fileURLToPath(new URL('./packs/forced-organ-harvesting', import.meta.url))

/**
 * Reads and checks a pack folder.
 * @throws Error that lists every fault with its file and place.
 */
export function readPack(folder: string): Pack {
  const faults: string[] = []
  const read = <T>(file: string, schema: z.ZodType<T>): T | null => {
    const parsed = schema.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    if (parsed.success) return parsed.data
    faults.push(...parsed.error.issues.map((issue) => `${file}: /${issue.path.join('/')}: ${issue.message}`))
    return null
  }
  const campaign = read('campaign.json', packCampaign)
  const facts = read('facts.json', z.strictObject({ facts: z.array(packFact) }))
  const timeline = read('timeline.json', z.strictObject({ items: z.array(packTimelineItem) }))
  const petitions = readdirSync(join(folder, 'petitions'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => read(join('petitions', name), packPetition))
  if (campaign && facts && timeline && petitions.every((petition) => petition !== null)) {
    const pack = { campaign, facts: facts.facts, timeline: timeline.items, petitions }
    faults.push(...packFaults(pack))
    if (faults.length === 0) return pack
  }
  throw new Error(`the campaign pack ${basename(folder)} needs correcting:\n${faults.map((line) => `  ${line}`).join('\n')}`)
}
