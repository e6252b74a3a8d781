import { Trans, useLingui } from '@lingui/react/macro'
import type { Article, Citation } from '#contract/pages.ts'
import type { Petition, PetitionText as Text } from '#contract/petitions.ts'
import { formatDay } from '../../i18n/format.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import { useConfidence } from './use-confidence.ts'

/** The text that is signed, with a numbered note for each thing it rests on. */
export function PetitionText({ petition, citations }: { petition: Petition; citations: Citation[] }) {
  const { text } = petition
  const addressee = verbatim(petition.addressee)
  return (
    <div className="stack">
      <p className="lede">{text.summary}</p>
      <Paragraphs paragraphs={text.background} citations={citations} />
      <h2>
        <Trans>What we ask</Trans>
      </h2>
      <p>
        <Trans>We ask the {addressee} to:</Trans>
      </p>
      <ol className="requests">
        {text.requests.map((request) => (
          <li key={request}>{request}</li>
        ))}
      </ol>
      <Paragraphs paragraphs={text.closing} citations={citations} />
    </div>
  )
}

function Paragraphs({ paragraphs, citations }: { paragraphs: Text['background']; citations: Citation[] }) {
  const { t } = useLingui()
  return paragraphs.map((paragraph) => (
    <p key={paragraph.text}>
      {paragraph.text}
      {paragraph.cites.map((id) => {
        const number = citations.findIndex((citation) => citation.id === id) + 1
        return number > 0 ? (
          <a key={id} className="cite" href={`#source-${id}`} aria-label={t`Source ${number}`}>
            [{number}]
          </a>
        ) : null
      })}
    </p>
  ))
}

/** What the text rests on: who says it, as of when, and whether it is of the article or later. */
export function SourceList({ citations, article }: { citations: Citation[]; article: Article }) {
  return (
    <ol className="sources">
      {citations.map((citation) => (
        <SourceEntry key={citation.id} citation={citation} article={article} />
      ))}
    </ol>
  )
}

function SourceEntry({ citation, article }: { citation: Citation; article: Article }) {
  const { i18n, t } = useLingui()
  const { source } = citation
  const by = verbatim(citation.by)
  const confidence = useConfidence(citation.confidence ?? 'reported')
  const asOf = verbatim(/^\d{4}-\d{2}-\d{2}$/.test(citation.asOf) ? formatDay(i18n.locale, citation.asOf) : citation.asOf)
  const era = { 'article-2014': t`2014 article`, context: t`Background`, 'after-article': t`After the article` }[citation.era]
  return (
    <li id={`source-${citation.id}`} className="source">
      <p>
        {citation.text} <span className={citation.era === 'after-article' ? 'badge after' : 'badge'}>{era}</span>
      </p>
      <p className="quiet">
        {citation.confidence ? (
          <Trans>
            {by} · {asOf} · {confidence}
          </Trans>
        ) : (
          asOf
        )}
        {source && (
          <>
            {' · '}
            <a href={source.url} rel="noreferrer external">
              {source.title}
            </a>
            {source.url !== article.url && ` (${source.publisher})`}
          </>
        )}
      </p>
    </li>
  )
}
