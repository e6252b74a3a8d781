import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { LawMeasure } from '#contract/campaigns.ts'
import type { LawEntry } from '#contract/evidence.ts'
import type { PageData } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { formatCountry, formatEventDate } from '../../i18n/format.ts'
import { Link } from '../../i18n/link.tsx'
import { Figure } from '../../ui/figures/figure.tsx'
import type { MapLevel } from '../../ui/figures/map-patterns.tsx'
import { WorldMap } from '../../ui/figures/world-map.tsx'
import { EraBadge } from './era-badge.tsx'
import { LastChecked } from './fact-card.tsx'
import { SourceLine } from './source-list.tsx'
import { Status } from './status.tsx'

export const page: PageModule<'laws'> = {
  title: (_data, i18n) => i18n._(msg`Laws on transplants abroad`),
  description: (_data, i18n) =>
    i18n._(msg`Which places have made laws on organ trafficking and on transplants abroad, what each law does, and where it can be read.`),
  Page({ data }) {
    return (
      <div className="stack evidence">
        <div className="column stack">
          <h1>
            <Trans>Laws on transplants abroad</Trans>
          </h1>
          <p className="lede">
            <Trans>
              Places that have made laws on organ trafficking, on insurance for transplants abroad, or on reporting them. The list is what
              we have found and read about; a place that is not in it may have a law all the same.
            </Trans>
          </p>
          <LastChecked checkedOn={data.checkedOn} />
        </div>
        <LawMap data={data} />
        <LawList laws={data.laws} />
        <p className="quiet column">
          <Trans>
            China’s own rules are in the <Link to="/timeline">timeline</Link>. None of these laws is a ban on travel to China.
          </Trans>
        </p>
      </div>
    )
  },
}

/** How much of a country a law covers, and what it does: the strongest of its laws counts. */
const levels = ['part', 'reporting', 'coverage', 'offence'] as const

function LawMap({ data }: { data: PageData['laws'] }) {
  const { i18n, t } = useLingui()
  const measures = useMeasures()
  const countryOf = useCountry()
  const byCountry = new Map<string, LawEntry[]>()
  for (const law of data.laws) {
    if (law.country) byCountry.set(law.country, [...(byCountry.get(law.country) ?? []), law])
  }
  const levelOf = (law: LawEntry) => 1 + levels.indexOf(law.part ? 'part' : law.measure === 'treaty' ? 'offence' : law.measure)
  const areas = [...byCountry].map(([code, laws]) => ({
    code,
    level: Math.max(...laws.map(levelOf)) as MapLevel,
    title: `${countryOf(code)}: ${laws.map(({ measure, part }) => [measures[measure], part].filter(Boolean).join(', ')).join('; ')}`,
  }))
  const number = byCountry.size
  return (
    <Figure
      id="map"
      title={t`Laws were found in ${number} countries, in some of them for a part of the country only`}
      units={t`the strongest law that was found in each country`}
      source={<Trans>The table names each law, with its source.</Trans>}
      table={{
        summary: t`The same as a table`,
        caption: t`Laws on transplants abroad`,
        columns: [t`Place`, t`Date`, t`What it is about`],
        rows: data.laws.map((law) => [
          placeOf(law, countryOf) ?? t`between states`,
          formatEventDate(i18n.locale, law.event),
          measures[law.measure],
        ]),
      }}
    >
      <WorldMap
        id="laws-map"
        empty={t`No law is listed yet.`}
        noData={t`none found`}
        note={t`Borders as Natural Earth draws them, by who controls the land; no opinion of ours. Circles stand for places too small to see.`}
        areas={areas}
        title={t`Map of the world`}
        description={t`Countries where a law was found, by what it does. The table below the map has the same.`}
        legend={[
          { level: 4, label: measures.offence },
          { level: 3, label: measures.coverage },
          { level: 2, label: measures.reporting },
          { level: 1, label: t`in a part of the country only` },
        ]}
      />
    </Figure>
  )
}

function LawList({ laws }: { laws: LawEntry[] }) {
  return (
    <ol className="plain-list facts column">
      {laws.map((law) => (
        <Law key={`${law.event.id} ${law.part}`} law={law} />
      ))}
    </ol>
  )
}

function Law({ law }: { law: LawEntry }) {
  const { i18n, t } = useLingui()
  const measures = useMeasures()
  const countryOf = useCountry()
  const { event } = law
  const lang = useCampaignLang()
  return (
    <li className="fact stack" id={event.id}>
      <h2>{placeOf(law, countryOf) ?? t`A treaty between states`}</h2>
      <p className="quiet">
        <EraBadge era={event.era} /> <span className="number">{formatEventDate(i18n.locale, event)}</span> · {measures[law.measure]}
        {event.status && (
          <>
            {' '}
            · <Status kind={event.kind} status={event.status} />
          </>
        )}
      </p>
      <p lang={lang}>{law.does}</p>
      {event.readerNote && (
        <p className="reading-note" lang={lang}>
          {event.readerNote}
        </p>
      )}
      {event.source && (
        <SourceLine
          source={{
            ...event.source,
            year: null,
            level: event.sourceLevel,
            isAdvocacy: event.source.isAdvocacy ?? false,
            copyRead: event.source.copyRead ?? null,
          }}
        />
      )}
    </li>
  )
}

function useMeasures(): Record<LawMeasure, string> {
  const { t } = useLingui()
  return {
    offence: t`organ trafficking or trade as an offence`,
    coverage: t`what insurance may pay for`,
    reporting: t`a duty to report`,
    treaty: t`a treaty, which binds those that ratify it`,
  }
}

function useCountry(): (code: string) => string {
  const { i18n } = useLingui()
  return (code) => formatCountry(i18n.locale, code)
}

/** Null for a treaty. */
function placeOf({ country, part }: LawEntry, countryOf: (code: string) => string): string | null {
  if (!country) return null
  return part ? `${countryOf(country)} (${part})` : countryOf(country)
}
