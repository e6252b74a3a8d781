import { askFaults, askWarnings } from './ask-rules.ts'
import { citingFaults } from './citing-rules.ts'
import { correctionFaults } from './correction-rules.ts'
import { ledgerFaults } from './ledger-rules.ts'
import { officeFaults, officeWarnings } from './office-rules.ts'
import type { Pack } from './pack.ts'
import { pageFaults } from './page-rules.ts'
import { translationFaults, translationWarnings } from './translation-rules.ts'

/**
 * What is wrong with a pack beyond its shape, one sentence each with file, id and fix; empty when
 * nothing is. Pure.
 * @param now what days of checking are compared with; without it they are not
 */
export function packFaults(pack: Pack, now?: Date): string[] {
  return [
    ...ledgerFaults(pack),
    ...citingFaults(pack),
    ...pageFaults(pack),
    ...pack.asks.flatMap((ask) => askFaults(ask, pack)),
    ...officeFaults(pack, now),
    ...correctionFaults(pack),
    ...translationFaults(pack),
  ]
}

/**
 * What organizers should know of a pack, though it is no fault. Pure.
 * @param now what days of checking are compared with; without it they are not
 */
export function packWarnings(pack: Pack, now?: Date): string[] {
  return [...pack.asks.flatMap((ask) => askWarnings(ask, pack)), ...officeWarnings(pack, now), ...translationWarnings(pack)]
}
