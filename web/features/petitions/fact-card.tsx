import { Trans, useLingui } from '@lingui/react/macro'
import type { Fact } from '#contract/campaigns.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import { useConfidence } from './use-confidence.ts'

/** One claim with who says it, as of when and how sure, in the ledger's words. */
export function FactCard({ fact, articleUrl }: { fact: Fact; articleUrl: string }) {
  const { t } = useLingui()
  const confidence = useConfidence(fact.confidence)
  const name = verbatim(fact.attributedTo.name)
  const asOf = verbatim(fact.asOf)
  return (
    <li className="fact stack" id={fact.id}>
      <span className="badge">{t`2014 article`}</span>
      <p>{fact.display}</p>
      <p className="quiet">
        <Trans>
          {name} · {asOf} · {confidence} ·{' '}
          <a href={articleUrl} rel="noreferrer external">
            source
          </a>
        </Trans>
      </p>
    </li>
  )
}
