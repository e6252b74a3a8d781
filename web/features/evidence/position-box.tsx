import { Trans, useLingui } from '@lingui/react/macro'
import type { Position } from '#contract/campaigns.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { formatAsOf } from '../../i18n/format.ts'

/** The position of those accused, in the same size as what it denies, with its sources. */
export function PositionBox({ position, heading: Heading = 'h3' }: { position: Position; heading?: 'h2' | 'h3' }) {
  const { i18n } = useLingui()
  const lang = useCampaignLang()
  return (
    <section className="note position stack" aria-labelledby="position">
      <Heading id="position" lang={lang}>
        {position.heading}
      </Heading>
      <p lang={lang}>{position.statement}</p>
      <p className="quiet">
        <Trans>Sources:</Trans>{' '}
        {position.sources.map((source, n) => (
          <span key={source.url}>
            {n > 0 && '; '}
            <a href={source.url} rel="noreferrer external" lang="en">
              {source.title}
            </a>{' '}
            (<span lang="en">{source.publisher}</span>, {formatAsOf(i18n.locale, source.date)})
          </span>
        ))}
      </p>
    </section>
  )
}
