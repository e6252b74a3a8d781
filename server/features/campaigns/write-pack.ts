import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { z } from 'zod'
import type { Pack } from './pack.ts'
import { packAsks, packCampaign, packCorrections, packFacts, packPetition, packTimeline } from './pack.ts'
import { packOffices } from './pack-office.ts'
import { packTranslation } from './pack-translation.ts'
import { canonical } from './read-pack.ts'

/**
 * Writes a pack as a folder of files in canonical form. What a database gave back has its keys in
 * another order: parsing puts them into the order of the schemas.
 */
export function writePack(folder: string, pack: Pack): void {
  const { campaign, facts, inconsistencies, timeline, asks, offices, corrections, petitions, translations } = pack
  const write = (file: string, schema: z.ZodType, value: unknown) => {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, canonical(schema.parse(value)))
  }
  write('campaign.json', packCampaign, campaign)
  write('facts.json', packFacts, { facts, inconsistencies })
  write('timeline.json', packTimeline, { items: timeline })
  write('asks.json', packAsks, { asks })
  write('offices.json', packOffices, { offices })
  write('corrections.json', packCorrections, { corrections })
  for (const petition of petitions) write(`petitions/${petition.slug}.json`, packPetition, petition)
  for (const translation of translations) write(`translations/${translation.locale}.json`, packTranslation, translation)
}
