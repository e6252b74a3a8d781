import { Link } from 'react-router'
import type { Alarm, Overview, PetitionOverview } from '#contract/organize/figures.ts'
import { Show } from '../notices.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useMe } from '../use-me.ts'
import { useTitle } from '../use-title.ts'
import { ago, change, countryName, number, providerName } from '../words.ts'

/** How often the figures are asked for while somebody looks at them. */
const everyMs = 5000

/** How many, how fast, is anything wrong. */
export function OverviewPage() {
  useTitle('Overview')
  const { api } = useMe()
  const overview = useLoaded<Overview>(`${api}/overview`, everyMs)
  return (
    <div className="stack">
      <h1>Overview</h1>
      <Show loaded={overview}>
        {(data) => (
          <>
            <Alarms alarms={data.alarms} />
            {data.petitions.length === 0 && <p>No petition is published yet. Publish one, and its figures stand here.</p>}
            <ul className="plain-list figures-list">
              {data.petitions.map((petition) => (
                <PetitionRow key={petition.slug} petition={petition} />
              ))}
            </ul>
            <section className="stack" aria-labelledby="besides">
              <h2 id="besides">Besides</h2>
              <dl className="pairs">
                <dt>Mail that waits</dt>
                <dd className="number">
                  {number(data.mail.waiting)}
                  {data.mail.oldestAt && <span className="quiet"> the oldest since {ago(data.mail.oldestAt)}</span>}
                </dd>
                <dt>Letters</dt>
                <dd>
                  {data.letters.length === 0
                    ? 'none yet'
                    : data.letters.map(({ state, letters }) => `${number(letters)} ${stateWords[state] ?? state}`).join(', ')}
                </dd>
              </dl>
            </section>
          </>
        )}
      </Show>
    </div>
  )
}

const stateWords: Record<string, string> = {
  confirmed: 'confirmed',
  held: 'held',
  refused: 'refused',
  queued: 'waiting their turn',
  sending: 'on their way',
  sent: 'sent',
  'delivered-to-server': 'taken by the office’s server',
  bounced: 'come back',
  failed: 'failed',
  'sent-by-writer': 'sent by their writers',
  cancelled: 'cancelled',
}

function PetitionRow({ petition }: { petition: PetitionOverview }) {
  const { slug, title, count, goal, asOf, rate, waiting, held, state } = petition
  return (
    <li className="figure-row">
      <div>
        <h2>
          <Link to={`/petitions/${slug}`}>{title}</Link>
        </h2>
        <p className="quiet">
          {state === 'open' ? 'Open' : 'Closed'} · published {ago(asOf)}
          {waiting > 0 && ` · ${number(waiting)} confirmed, in the next published count`}
          {held > 0 && ` · ${number(held)} held`}
        </p>
      </div>
      <p className="figure-count">
        <span className="count number">{number(count)}</span>
        {goal !== null && (
          <>
            <progress className="progress" max={goal} value={count} aria-label={`Of the goal of ${number(goal)}`} />
            <span className="quiet">
              {number(goal - count)} more to the goal of {number(goal)}
            </span>
          </>
        )}
      </p>
      <dl className="rates">
        <Rate words="This hour" value={rate.thisHour} />
        <Rate words="Last hour" value={rate.lastHour} before={rate.hourBefore} />
        <Rate words="Last 24 hours" value={rate.lastDay} before={rate.dayBefore} />
      </dl>
    </li>
  )
}

function Rate({ words, value, before }: { words: string; value: number; before?: number }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd className="number">
        {change(value)}
        {before !== undefined && <span className="quiet"> {change(before)} before</span>}
      </dd>
    </div>
  )
}

function Alarms({ alarms }: { alarms: Alarm[] }) {
  if (alarms.length === 0) return <p className="quiet">Nothing looks wrong.</p>
  return (
    <ul className="plain-list stack">
      {alarms.map((alarm) => (
        <li key={`${alarm.kind} ${alarm.petition} ${alarm.mark}`} className="note warning">
          <AlarmSentence alarm={alarm} />
        </li>
      ))}
    </ul>
  )
}

/** What is the matter, and the one thing to do about it. */
function AlarmSentence({ alarm: { kind, petition, mark, many, of } }: { alarm: Alarm }) {
  const signatures = `/petitions/${petition}/signatures`
  if (kind === 'country') {
    return (
      <>
        {number(many)} of {number(of)} signatures of the last hour came from {countryName(mark ?? '')}, far more than before.{' '}
        <Link to={`${signatures}?country=${mark}`}>Look at them</Link>
      </>
    )
  }
  if (kind === 'provider') {
    return (
      <>
        {number(many)} of {number(of)} people who signed in the last hour use {providerName(mark ?? '')}, far more than before.{' '}
        <Link to={`${signatures}?provider=${mark}`}>Look at them</Link>
      </>
    )
  }
  if (kind === 'mail') {
    return (
      <>
        {number(of)} mails wait; {number(many)} of them were tried and failed. Whoever runs the server should run <code>doctor</code>.
      </>
    )
  }
  if (kind === 'held-letters') {
    return (
      <>
        {number(many)} {many === 1 ? 'letter waits' : 'letters wait'} until somebody has looked. <Link to="/letters">Read them</Link>
      </>
    )
  }
  return (
    <>
      {number(many)} signatures of <Link to={`/petitions/${petition}`}>{petition}</Link> have waited to be counted for a quarter of an hour.
      Whoever runs the server should look at its log.
    </>
  )
}
