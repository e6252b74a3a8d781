import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { PageData } from '#contract/pages.ts'
import type { PageModule } from '../../../app/page.ts'
import { formatCountry, formatDay, formatNumber } from '../../../i18n/format.ts'
import { Link } from '../../../i18n/link.tsx'
import { Figure } from '../../../ui/figures/figure.tsx'
import { LineChart } from '../../../ui/figures/line-chart.tsx'
import type { MapLevel } from '../../../ui/figures/map-patterns.tsx'
import { WorldMap } from '../../../ui/figures/world-map.tsx'

export const page: PageModule<'petition-figures'> = {
  title: ({ petition: { title } }, i18n) => i18n._(msg`The count of: ${title}`),
  description: (_data, i18n) => i18n._(msg`How the count came about: over time and by country, with the numbers to download.`),
  card: ({ petition }) => `/cards/petitions/${petition.slug}.png`,
  Page({ data }) {
    const { petition } = data
    const { slug } = petition
    const base = `/api/v1/petitions/${slug}/series`
    return (
      <div className="stack">
        <div className="column stack">
          <p className="kicker" lang="en">
            <Link to={`/petitions/${slug}`}>{petition.title}</Link>
          </p>
          <h1>
            <Trans>How the count came about</Trans>
          </h1>
          <p className="lede">
            <Trans>
              Every number here is read from the petition’s log, as it stood at its last checkpoint. Only confirmed signatures count, less
              what was withdrawn.
            </Trans>
          </p>
        </div>
        <OverTime data={data} />
        <ByCountry data={data} />
        <section className="column stack" aria-labelledby="numbers">
          <h2 id="numbers">
            <Trans>The numbers to download</Trans>
          </h2>
          <ul>
            <li>
              <a href={`${base}?by=hour&format=csv`}>
                <Trans>By hour (CSV)</Trans>
              </a>
            </li>
            <li>
              <a href={`${base}?by=day&format=csv`}>
                <Trans>By day (CSV)</Trans>
              </a>
            </li>
            <li>
              <a href={`${base}?split=country&format=csv`}>
                <Trans>By country and day (CSV)</Trans>
              </a>
            </li>
          </ul>
          <p>
            <Link to="/verify">
              <Trans>How to check these numbers</Trans>
            </Link>
          </p>
        </section>
      </div>
    )
  },
}

function OverTime({ data }: { data: PageData['petition-figures'] }) {
  const { i18n, t } = useLingui()
  const { days, count, petition } = data
  const number = formatNumber(i18n.locale, count.count)
  const day = formatDay(i18n.locale, petition.openedAt)
  const points = [{ at: petition.openedAt, value: 0 }, ...days]
  return (
    <Figure
      id="over-time"
      title={t`${number} confirmed signatures since ${day}`}
      units={t`confirmed signatures, at the end of each finished day (UTC)`}
      source={<Trans>The petition’s log. Today is not in the line yet.</Trans>}
      table={{
        summary: t`The numbers as a table`,
        caption: t`Confirmed signatures at the end of each day`,
        columns: [t`Day`, t`Signatures`],
        // A day ends where the next one begins.
        rows: days.map(({ at, value }) => [formatDay(i18n.locale, new Date(Date.parse(at) - 1).toISOString()), value]),
      }}
    >
      <LineChart
        id="count-line"
        points={days.length === 0 ? [] : points}
        locale={i18n.locale === 'en' ? 'en-GB' : i18n.locale}
        title={t`Line of the count over time`}
        description={t`The line begins at nothing and ends at the count of the last finished day. The table below has each day.`}
        empty={t`The line begins when the first day is over.`}
      />
    </Figure>
  )
}

function ByCountry({ data }: { data: PageData['petition-figures'] }) {
  const { i18n, t } = useLingui()
  const { countries, notShown } = data
  const nameOf = (code: string) => formatCountry(i18n.locale, code)
  const most = countries[0]?.count ?? 0
  /** Four steps, each half of the next. */
  const levelOf = (count: number) => Math.max(1, 4 - Math.floor(Math.log2(most / count))) as MapLevel
  const step = (share: number) => formatNumber(i18n.locale, Math.max(5, Math.ceil(most * share)))
  const [half, quarter, eighth] = [step(1 / 2), step(1 / 4), step(1 / 8)]
  const number = countries.length
  const day = formatDay(i18n.locale, data.asOf)
  const all: { level: MapLevel; label: string }[] = [
    { level: 4, label: t`more than ${half}` },
    { level: 3, label: t`more than ${quarter}, up to ${half}` },
    { level: 2, label: t`more than ${eighth}, up to ${quarter}` },
    { level: 1, label: t`up to ${eighth}` },
  ]
  const used = new Set(countries.map(({ count }) => levelOf(count)))
  return (
    <Figure
      id="by-country"
      title={number === 0 ? t`No country has five signatures yet` : t`Signatures come from ${number} countries with five or more`}
      units={t`confirmed signatures by the country where people live, rounded down to a multiple of 5`}
      source={
        <Trans>
          The petition’s log, as of {day}. Refreshed once an hour; small numbers are not shown separately, so that nobody can be picked out.
        </Trans>
      }
      table={{
        summary: t`The numbers as a table`,
        caption: t`Confirmed signatures by country`,
        columns: [t`Country`, t`Signatures`],
        rows: [...countries.map(({ code, count }) => [nameOf(code), count]), [t`Not shown separately`, notShown]],
      }}
    >
      <WorldMap
        id="countries-map"
        empty={t`The map begins when five people from one country have signed.`}
        noData={t`fewer than five, or none`}
        note={t`Borders as Natural Earth draws them, by who controls the land; no opinion of ours. Circles stand for places too small to see.`}
        areas={countries.map(({ code, count }) => ({
          code,
          level: levelOf(count),
          title: `${nameOf(code)}: ${formatNumber(i18n.locale, count)}`,
        }))}
        title={t`Map of the world`}
        description={t`Countries by the number of signatures. The table below the map has the same.`}
        legend={all.filter(({ level }) => used.has(level))}
      />
    </Figure>
  )
}
