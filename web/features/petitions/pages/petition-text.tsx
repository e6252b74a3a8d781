import { Trans, useLingui } from '@lingui/react/macro'
import type { Citation } from '#contract/evidence.ts'
import type { Petition, PetitionText as Text } from '#contract/petitions.ts'

/** The text that is signed, with a numbered note for each thing it rests on. */
export function PetitionText({ petition, citations }: { petition: Petition; citations: Citation[] }) {
  const { text } = petition
  const addressee = <span lang="en">{petition.addressee}</span>
  return (
    <div className="stack">
      <p className="lede" lang="en">
        {text.summary}
      </p>
      <Paragraphs paragraphs={text.background} citations={citations} />
      <h2>
        <Trans>What we ask</Trans>
      </h2>
      <p>
        <Trans>We ask the {addressee} to:</Trans>
      </p>
      <ol className="requests" lang="en">
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
    <p key={paragraph.text} lang="en">
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
