import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { EventEntry } from '#contract/evidence.ts'
import type { PageModule } from '../../app/page.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { EventCard } from './event-card.tsx'
import { LastChecked } from './fact-card.tsx'
import { PositionBox } from './position-box.tsx'

export const page: PageModule<'timeline'> = {
  title: (_data, i18n) => i18n._(msg`Timeline`),
  description: ({ article: { publisher } }, i18n) =>
    i18n._(msg`What ${publisher} reported in its article, what came before it and what has happened since, each with its date and source.`),
  Page({ data }) {
    const publisher = verbatim(data.article.publisher)
    const { year } = data.article
    const then = data.events.filter(({ event }) => event.era !== 'after-article')
    const now = data.events.filter(({ event }) => event.era === 'after-article')
    return (
      <div className="stack evidence timeline">
        <div className="column stack">
          <h1>
            <Trans>Timeline</Trans>
          </h1>
          <p className="lede">
            <Trans>
              Up to {year}: what {publisher} reported, and beside it what other sources say of the same years. After {year}: what has
              happened since, from other sources.
            </Trans>
          </p>
          <nav className="quiet no-print" aria-label={year.toString()}>
            <a href="#then">
              <Trans>Until the article</Trans>
            </a>{' '}
            ·{' '}
            <a href="#now">
              <Trans>After the article</Trans>
            </a>
          </nav>
          <LastChecked checkedOn={data.checkedOn} />
          <PositionBox position={data.position} heading="h2" />
        </div>
        <h2 id="then">
          <Trans>Until the article ({year})</Trans>
        </h2>
        <Line entries={then} data={data} />
        <h2 id="now">
          <Trans>After the article</Trans>
        </h2>
        <Line entries={now} data={data} />
        <p className="quiet">
          <Trans>
            Something is missing or wrong? Write to the address at the foot of the page; see the <Link to="/corrections">corrections</Link>.
          </Trans>
        </p>
      </div>
    )
  },
}

function Line({ entries, data }: { entries: EventEntry[]; data: Parameters<(typeof page)['Page']>[0]['data'] }) {
  return (
    <ol className="plain-list line">
      {entries.map((entry) => (
        <EventCard key={entry.event.id} entry={entry} evidence={data} />
      ))}
    </ol>
  )
}
