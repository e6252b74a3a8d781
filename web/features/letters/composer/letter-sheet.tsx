import { Trans } from '@lingui/react/macro'
import { Fragment } from 'react'
import type { LetterDocument } from '#contract/letter-document.ts'
import { formatDay } from '../../../i18n/format.ts'

/** A letter as it will look: the writer's words in ink, the campaign's marked by a line at their side, sources as footnotes. */
export function LetterSheet({ letter }: { letter: LetterDocument }) {
  const { sender, recipient, own, ownDirection, points, beside, request, sources } = letter
  return (
    <div className="letter-sheet" lang={letter.language} dir="ltr">
      <address className="letter-to">
        <strong>{recipient.name}</strong>
        <br />
        {[recipient.body, ...(recipient.postal ?? []).filter((line) => line !== recipient.body)].map((line) => (
          <Fragment key={line}>
            {line}
            <br />
          </Fragment>
        ))}
      </address>
      <p className="letter-day">{formatDay(letter.language, letter.day)}</p>
      <p>
        <strong dir="auto">{letter.subject}</strong>
      </p>
      <p>{letter.salutation}</p>
      <div className="letter-own" dir={ownDirection}>
        {own.split(/\n{2,}/).map((paragraph, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs may be equal, and are not moved
          <p key={place} className="as-typed">
            {paragraph}
          </p>
        ))}
      </div>
      <div className="letter-points">
        {[...points, ...beside].map(({ text, sources: places }) => (
          <p key={text}>
            {text}
            <Notes places={places} />
          </p>
        ))}
        <p>{request}</p>
      </div>
      <p>{letter.closing}</p>
      <p>
        <bdi>{sender.name}</bdi>
        {sender.place.map((line) => (
          <Fragment key={line}>
            <br />
            {line}
          </Fragment>
        ))}
      </p>
      {sources.length > 0 && (
        <ol className="letter-sources">
          {sources.map(({ title, publisher, date, url }) => (
            <li key={url + title}>
              {title}. {publisher}, {date}.{' '}
              <a href={url} rel="noreferrer external">
                {url}
              </a>
            </li>
          ))}
        </ol>
      )}
      <p className="quiet no-print">
        <Trans>The line at the side marks the campaign’s words.</Trans>
      </p>
    </div>
  )
}

function Notes({ places }: { places: number[] }) {
  return places.map((place) => (
    <sup key={place} className="letter-note">
      {place + 1}
    </sup>
  ))
}
