import { lazy, Suspense, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Forecast, PetitionFigures } from '#contract/organize/figures.ts'
import { CsvButton } from '../csv-button.tsx'
import { Show } from '../notices.tsx'
import { TableFrame } from '../table-frame.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useMe } from '../use-me.ts'
import { useTitle } from '../use-title.ts'
import { ago, change, countryName, dayOf, number, providerName, share } from '../words.ts'
import { PartTable } from './part-table.tsx'

const everyMs = 10_000

/** The charting library is half of the workspace's script. */
const CourseChart = lazy(() => import('./course-chart.tsx').then((module) => ({ default: module.CourseChart })))

/** All figures of one petition. */
export function PetitionPage() {
  const { slug = '' } = useParams()
  const { api, may } = useMe()
  const [by, setBy] = useState<'hour' | 'day'>('day')
  const figures = useLoaded<PetitionFigures>(`${api}/petitions/${slug}/figures?by=${by}`, everyMs)
  useTitle(figures.data?.petition.title ?? 'Figures')
  return (
    <div className="stack">
      <Show loaded={figures}>
        {(data) => (
          <>
            <h1>{data.petition.title}</h1>
            <p className="row-acts">
              <a href={`/petitions/${slug}`}>Its public page</a>
              {may('see-signatures') && <Link to={`/petitions/${slug}/signatures`}>Its signatures</Link>}
            </p>
            <Now figures={data} />
            <Suspense fallback={<p className="quiet">Loading…</p>}>
              <CourseChart figures={data} onBy={setBy} />
            </Suspense>
            <Funnel funnel={data.funnel} />
            <PartTable
              title="Countries"
              parts={data.countries}
              whole={data.petition.count}
              nameOf={countryName}
              linkOf={linkOf(slug, 'country', may('see-signatures'))}
            />
            <PartTable
              title="Sources"
              parts={data.sources}
              whole={data.petition.count}
              nameOf={(name) => name || 'Without a source'}
              linkOf={linkOf(slug, 'source', may('see-signatures'))}
            />
            <PartTable
              title="How signatures came"
              parts={data.classes}
              whole={data.petition.count}
              nameOf={(name) => classWords[name] ?? name}
              linkOf={() => null}
            />
          </>
        )}
      </Show>
    </div>
  )
}

const classWords: Record<string, string> = { online: 'Online', paper: 'On paper', imported: 'Imported' }

function linkOf(slug: string, name: string, isAllowed: boolean) {
  return (value: string) => (isAllowed ? `/petitions/${slug}/signatures?${new URLSearchParams({ [name]: value })}` : null)
}

function Now({ figures: { petition, forecast } }: { figures: PetitionFigures }) {
  const { count, voided, checkpointSize, asOf, rate, waiting, held, slug } = petition
  return (
    <section className="now" aria-label="Now">
      <p>
        <span className="count number">{number(count)}</span>
        <span className="quiet">
          published {ago(asOf)}; {checkpointSize === 1 ? 'one entry' : `${number(checkpointSize)} entries`}
          {voided > 0 && `, ${number(voided)} of them voids`}. <a href={`/log/${slug}/checkpoint`}>The checkpoint</a>
        </span>
      </p>
      <dl className="pairs">
        <dt>This hour</dt>
        <dd className="number">{change(rate.thisHour)}</dd>
        <dt>Last hour</dt>
        <dd className="number">
          {change(rate.lastHour)} <span className="quiet">{change(rate.hourBefore)} before</span>
        </dd>
        <dt>Last 24 hours</dt>
        <dd className="number">
          {change(rate.lastDay)} <span className="quiet">{change(rate.dayBefore)} before</span>
        </dd>
        {waiting > 0 && (
          <>
            <dt>Not counted yet</dt>
            <dd className="number">{number(waiting)}</dd>
          </>
        )}
        {held > 0 && (
          <>
            <dt>Held</dt>
            <dd>
              <Link to={`/petitions/${slug}/signatures?state=held`}>{number(held)}</Link>
            </dd>
          </>
        )}
      </dl>
      <ForecastWords forecast={forecast} hasGoal={petition.goal !== null} />
    </section>
  )
}

function ForecastWords({ forecast, hasGoal }: { forecast: Forecast | null; hasGoal: boolean }) {
  if (!hasGoal) return <p className="quiet">All goals are reached.</p>
  if (!forecast) return <p className="quiet">When the next goal is reached can be said after three whole days.</p>
  const { goal, likely, early, late, days, low, high } = forecast
  return (
    <p>
      {likely ? (
        <>
          At the rate of the last {days} days, <strong className="number">{number(goal)}</strong> is reached around{' '}
          <strong>{dayOf(likely)}</strong>; between {early ? dayOf(early) : 'now'} and {late ? dayOf(late) : 'never'} with 80 % certainty.
        </>
      ) : (
        <>
          At the rate of the last {days} days, <strong className="number">{number(goal)}</strong> is not reached.
        </>
      )}{' '}
      <span className="quiet">
        Between {number(low)} and {number(high)} a day. A campaign’s next days need not be like its last.
      </span>
    </p>
  )
}

function Funnel({ funnel }: { funnel: PetitionFigures['funnel'] }) {
  const steps = [
    { words: 'Looked at the page', count: funnel.viewed },
    { words: 'Signed', count: funnel.submitted },
    { words: 'Were mailed', count: funnel.mailed },
    { words: 'Confirmed', count: funnel.confirmed },
    { words: 'Wrote a letter, over all requests', count: funnel.letters },
  ]
  const most = Math.max(1, ...steps.map(({ count }) => count))
  return (
    <section className="stack" aria-labelledby="funnel">
      <h2 id="funnel">How far people came in the last 30 days</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col" className="number">
              How many
            </th>
            <th scope="col">
              <span className="visually-hidden">As a bar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ words, count }) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td className="number">{number(count)}</td>
              <td className="bar-cell">
                <meter min={0} max={most} value={count} aria-label={words} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <CsvButton
          name="how-far-people-came"
          of="how far people came, by day"
          rows={() => [
            ['day', 'viewed', 'submitted', 'mailed', 'confirmed'],
            ...funnel.byDay.map(({ day, viewed, submitted, mailed, confirmed }) => [day, viewed, submitted, mailed, confirmed]),
          ]}
        />
      </p>
      <p className="quiet">
        Totals by the hour, without cookie, address or identifier: programs that read the page are counted with people, and after a crash a
        few may be missing. The count has nothing to do with them.
      </p>
      {funnel.byProvider.length > 0 && (
        <TableFrame>
          <table className="table">
            <caption>Who confirms, by mail service</caption>
            <thead>
              <tr>
                <th scope="col">Mail service</th>
                <th scope="col" className="number">
                  Signed
                </th>
                <th scope="col" className="number">
                  Mailed
                </th>
                <th scope="col" className="number">
                  Confirmed
                </th>
                <th scope="col" className="number">
                  Of those mailed
                </th>
              </tr>
            </thead>
            <tbody>
              {funnel.byProvider.map(({ provider, submitted, mailed, confirmed }) => (
                <tr key={provider}>
                  <th scope="row">{providerName(provider)}</th>
                  <td className="number">{number(submitted)}</td>
                  <td className="number">{number(mailed)}</td>
                  <td className="number">{number(confirmed)}</td>
                  <td className="number">{share(confirmed, mailed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  )
}
