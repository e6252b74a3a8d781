import { Trans, useLingui } from '@lingui/react/macro'
import type { Evidence, FactEntry } from '#contract/evidence.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { formatAsOf, formatDay } from '../../i18n/format.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { ContentPanel } from './content-panel.tsx'
import { CorrectionList } from './correction-list.tsx'
import { DenialLine } from './denial-line.tsx'
import { EraBadge } from './era-badge.tsx'
import { useConfidence } from './use-confidence.ts'

/**
 * One claim with who says it, as of when and how sure, in the ledger's words; what it does not
 * say; and all that must be seen beside it. Graphic testimony is behind a closed panel.
 */
export function FactCard({ entry, evidence }: { entry: FactEntry; evidence: Evidence }) {
  const { fact } = entry
  return (
    <li className="fact stack far-below" id={fact.id}>
      <p>
        <EraBadge era={fact.era} />
      </p>
      {fact.graphic ? (
        <ContentPanel>
          <FactBody entry={entry} evidence={evidence} />
        </ContentPanel>
      ) : (
        <FactBody entry={entry} evidence={evidence} />
      )}
    </li>
  )
}

/** The claim itself, without its badge: the page of one claim shows it in its own way. */
export function FactBody({ entry, evidence, isWholePage = false }: { entry: FactEntry; evidence: Evidence; isWholePage?: boolean }) {
  const { fact, isContested, companions, corrections } = entry
  const { article } = evidence
  const { year } = article
  const confidence = useConfidence(fact.confidence)
  const lang = useCampaignLang()
  const name = <span lang={lang}>{fact.attributedTo.name}</span>
  const asOf = <span lang={lang}>{fact.asOf}</span>
  const publisher = verbatim(article.publisher)
  return (
    <div className="stack fact-body">
      {!isWholePage && <p lang={lang}>{fact.display}</p>}
      {fact.note && (
        <p className="reading-note" lang={lang}>
          {fact.note}
        </p>
      )}
      <p className="quiet">
        <Trans>
          {name} · {asOf} · <span className="verb">{confidence}</span> · source:{' '}
          <a href={article.url} rel="noreferrer external">
            {publisher}, {year}
          </a>
        </Trans>
      </p>
      {companions.length > 0 && <Companions entry={entry} />}
      {isContested && <DenialLine evidence={evidence} />}
      <CorrectionList corrections={corrections} />
      {!isWholePage && (
        <p className="quiet no-print">
          <Link className="roomy" to={`/facts/${fact.id}`}>
            <Trans>This claim by itself, and how to cite it</Trans>
          </Link>
        </p>
      )}
    </div>
  )
}

function Companions({ entry: { companions } }: { entry: FactEntry }) {
  const { i18n } = useLingui()
  const lang = useCampaignLang()
  return (
    <div className="companions stack">
      <p className="quiet">
        <Trans>Belongs beside it:</Trans>
      </p>
      {companions.map(({ id, of, era, text, by, asOf, href }) => (
        <p key={id}>
          <EraBadge era={era} />{' '}
          <Link to={href} lang={lang}>
            {text}
          </Link>{' '}
          {of === 'fact' ? (
            <span className="quiet" lang={lang}>
              {by} · {asOf}
            </span>
          ) : (
            <span className="quiet">
              {by && <span lang="en">{by} · </span>}
              {formatAsOf(i18n.locale, asOf)}
            </span>
          )}
        </p>
      ))}
    </div>
  )
}

/** When the ledger was last read against its sources. */
export function LastChecked({ checkedOn }: { checkedOn: string }) {
  const { i18n } = useLingui()
  const day = formatDay(i18n.locale, checkedOn)
  return (
    <p className="quiet">
      <Trans>Last checked against the sources: {day}</Trans>
    </p>
  )
}
