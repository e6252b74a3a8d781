import { askFaults, askWarnings } from './ask-rules.ts'
import { citingFaults } from './citing-rules.ts'
import { correctionFaults } from './correction-rules.ts'
import { ledgerFaults } from './ledger-rules.ts'
import type { Pack } from './pack.ts'
import { pageFaults } from './page-rules.ts'

/**
 * What is wrong with a pack beyond its shape, one sentence each with file, id and fix; empty when
 * nothing is. Pure.
 */
export function packFaults(pack: Pack): string[] {
  return [
    ...ledgerFaults(pack),
    ...citingFaults(pack),
    ...pageFaults(pack),
    ...pack.asks.flatMap((ask) => askFaults(ask, pack)),
    ...correctionFaults(pack),
  ]
}

/** What organizers should know of a pack, though it is no fault. Pure. */
export function packWarnings(pack: Pack): string[] {
  return pack.asks.flatMap((ask) => askWarnings(ask, pack))
}
