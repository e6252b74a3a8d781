import { Trans, useLingui } from '@lingui/react/macro'
import type { Position } from '#contract/campaigns.ts'
import { formatAsOf } from '../../i18n/format.ts'

/** The position of those accused, in the same size as what it denies, with its sources. */
export function PositionBox({ position }: { position: Position }) {
  const { i18n } = useLingui()
  return (
    <section className="note position stack" aria-labelledby="position">
      <h3 id="position">{position.heading}</h3>
      <p>{position.statement}</p>
      <p className="quiet">
        <Trans>Sources:</Trans>{' '}
        {position.sources.map((source, n) => (
          <span key={source.url}>
            {n > 0 && '; '}
            <a href={source.url} rel="noreferrer external">
              {source.title}
            </a>{' '}
            ({source.publisher}, {formatAsOf(i18n.locale, source.date)})
          </span>
        ))}
      </p>
    </section>
  )
}
