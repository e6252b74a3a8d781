import { Trans, useLingui } from '@lingui/react/macro'
import type { Article, Citation, CitedSource } from '#contract/evidence.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { formatAsOf } from '../../i18n/format.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import { ContentPanel } from './content-panel.tsx'
import { EraBadge } from './era-badge.tsx'
import { Status } from './status.tsx'
import { useConfidence } from './use-confidence.ts'

/** What the text rests on: who says it, as of when, how sure or how binding, and where it can be read. */
export function SourceList({ citations, article }: { citations: Citation[]; article: Article }) {
  const publisher = verbatim(article.publisher)
  const { year } = article
  return (
    <>
      <p className="quiet">
        <Trans>
          “2014 article” marks what {publisher} reported in {year}; the rest comes from other sources, before or after it. An advocacy
          source is one that campaigns on this matter, or is tied to those who do.
        </Trans>
      </p>
      <ol className="sources">
        {citations.map((citation) => (
          <SourceEntry key={citation.id} citation={citation} />
        ))}
      </ol>
    </>
  )
}

function SourceEntry({ citation }: { citation: Citation }) {
  const { i18n } = useLingui()
  const lang = useCampaignLang()
  const by = <span lang={lang}>{citation.by}</span>
  const confidence = useConfidence(citation.confidence ?? 'reported')
  const asOf = formatAsOf(i18n.locale, citation.asOf)
  const body = (
    <>
      <p>
        <span lang={lang}>{citation.text}</span> <EraBadge era={citation.era} />
      </p>
      {citation.note && (
        <p className="reading-note" lang={lang}>
          {citation.note}
        </p>
      )}
      <p className="quiet">
        {citation.confidence ? (
          <Trans>
            {by} · {verbatim(asOf)} · {confidence}
          </Trans>
        ) : (
          <>
            {asOf}
            {citation.status && (
              <>
                {' · '}
                <Status kind={citation.kind} status={citation.status} />
              </>
            )}
          </>
        )}
      </p>
      {citation.source && <SourceLine source={citation.source} />}
    </>
  )
  return (
    <li id={`source-${citation.id}`} className="source">
      {citation.isGraphic ? <ContentPanel>{body}</ContentPanel> : body}
    </li>
  )
}

/** Where something can be read, how near that is to what it tells, and whose it is. */
export function SourceLine({ source }: { source: CitedSource }) {
  const { t } = useLingui()
  const levels = { primary: null, mirror: t`third-party copy`, secondary: t`second-hand source` }
  const level = source.level && !source.copyRead ? levels[source.level] : null
  return (
    <p className="quiet source-line">
      <a href={source.url} rel="noreferrer external" lang="en">
        {source.title}
      </a>{' '}
      (<span lang="en">{source.year ? `${source.publisher}, ${source.year}` : source.publisher}</span>)
      {source.isAdvocacy && (
        <>
          {' · '}
          <strong>
            <Trans>advocacy source</Trans>
          </strong>
        </>
      )}
      {level && ` · ${level}`}
      {source.copyRead && (
        <>
          {' · '}
          <a href={source.copyRead} rel="noreferrer external">
            <Trans>copy read</Trans>
          </a>
        </>
      )}
    </p>
  )
}
