import { useLingui } from '@lingui/react/macro'
import type { Fact } from '#contract/campaigns.ts'

/** The ledger's verb for how sure a claim is; never a stronger one. */
export function useConfidence(confidence: Fact['confidence']): string {
  const { t } = useLingui()
  const words = { alleged: t`alleged`, enacted: t`enacted`, estimated: t`estimated`, reported: t`reported`, testified: t`testified` }
  return words[confidence]
}
