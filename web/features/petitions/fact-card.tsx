import { Trans, useLingui } from '@lingui/react/macro'
import type { Fact } from '#contract/campaigns.ts'
import type { Article } from '#contract/pages.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import { useConfidence } from './use-confidence.ts'

/** One claim with who says it, as of when and how sure, in the ledger's words, and what it does not say. */
export function FactCard({ fact, article }: { fact: Fact; article: Article }) {
  const { t } = useLingui()
  const confidence = useConfidence(fact.confidence)
  const name = verbatim(fact.attributedTo.name)
  const asOf = verbatim(fact.asOf)
  const publisher = verbatim(article.publisher)
  const { year } = article
  return (
    <li className="fact stack" id={fact.id}>
      <span className="badge">{t`2014 article`}</span>
      <p>{fact.display}</p>
      {fact.note && <p className="reading-note">{fact.note}</p>}
      <p className="quiet">
        <Trans>
          {name} · {asOf} · {confidence} · source:{' '}
          <a href={article.url} rel="noreferrer external">
            {publisher}, {year}
          </a>
        </Trans>
      </p>
    </li>
  )
}
