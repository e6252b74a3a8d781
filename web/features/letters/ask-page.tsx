import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { PageData, Site } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { ContentPanel } from '../evidence/content-panel.tsx'
import { LastChecked } from '../evidence/fact-card.tsx'
import { PositionBox } from '../evidence/position-box.tsx'
import { SourceList } from '../evidence/source-list.tsx'
import { OfficeList } from './office-list.tsx'

export const page: PageModule<'ask'> = {
  title: ({ ask }) => ask.title,
  description: ({ ask }, i18n) => i18n._(msg`${ask.whyNow} With points for a letter of your own, and their sources.`),
  Page({ data, site }) {
    const { ask } = data
    return (
      <article className="column stack">
        <p className="kicker" lang="en">
          {ask.targets.map(({ body }) => body).join('; ')}
        </p>
        <h1 lang="en">{ask.title}</h1>
        <p className="lede" lang="en">
          {ask.whyNow}
        </p>
        {ask.kind === 'organization-only' ? <OpenLetter data={data} site={site} /> : <Request data={data} />}
        <LawToday data={data} />
        <PositionBox position={data.position} />
        <h2 id="sources">
          <Trans>What this rests on</Trans>
        </h2>
        <SourceList citations={data.citations} article={data.article} />
        <LastChecked checkedOn={data.checkedOn} />
      </article>
    )
  },
}

/** For who writes: the request, the addressee and the points. */
function Request({ data }: { data: PageData['ask'] }) {
  const { ask, petition } = data
  return (
    <>
      <h2>
        <Trans>What to ask for</Trans>
      </h2>
      <ol className="requests" lang="en">
        {ask.ask.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <h2>
        <Trans>Whom to write to</Trans>
      </h2>
      <ul lang="en">
        {ask.targets.map(({ body, addressee }) => (
          <li key={body}>
            {body}: {addressee}
          </li>
        ))}
      </ul>
      {ask.kind === 'letter' && (
        <p>
          <Trans>
            Write only to those who represent you: letters from elsewhere are put aside.{' '}
            <Link to={`/write/${ask.id}/representatives`}>Find who represents you</Link>
          </Trans>
        </p>
      )}
      {ask.finders.length > 0 && (
        <ul lang="en">
          {ask.finders.map(({ name, url }) => (
            <li key={url}>
              <a href={url} rel="noreferrer external">
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
      {ask.offices.length > 0 && <OfficeList offices={ask.offices} />}
      <h2>
        <Trans>A letter of your own</Trans>
      </h2>
      <ol>
        <li>
          <Trans>Begin with why it matters to you, in your own words, and with where you live.</Trans>
        </li>
        <li>
          <Trans>Add two to four of the points below, with who says it and when.</Trans>
        </li>
        <li>
          <Trans>
            End with one request: <q lang="en">{ask.letterRequestLine}</q>
          </Trans>
        </li>
        <li>
          <Trans>Keep to one page, name nobody in China, and thank those who have acted.</Trans>
        </li>
      </ol>
      <h2 id="points">
        <Trans>Points, with what they rest on</Trans>
      </h2>
      <Points data={data} />
      {petition && (
        <p className="note">
          <Trans>
            There is also a petition: <Link to={`/petitions/${petition.slug}`}>{verbatim(petition.title)}</Link>
          </Trans>
        </p>
      )}
    </>
  )
}

function Points({ data }: { data: PageData['ask'] }) {
  const { ask, citations } = data
  const isGraphic = (cites: string[]) => citations.some((citation) => citation.isGraphic && cites.includes(citation.id))
  return (
    <ul className="points">
      {ask.talkingPoints.map(({ text, cites }) => {
        const point = (
          <>
            <span lang="en">{text}</span>
            <Cites cites={cites} data={data} />
          </>
        )
        return <li key={text}>{isGraphic(cites) ? <ContentPanel>{point}</ContentPanel> : point}</li>
      })}
    </ul>
  )
}

/** Numbers of the sources below that a sentence rests on. */
function Cites({ cites, data }: { cites: string[]; data: PageData['ask'] }) {
  const { t } = useLingui()
  return cites.map((id) => {
    const number = data.citations.findIndex((citation) => citation.id === id) + 1
    return (
      number > 0 && (
        <a key={id} className="cite" href={`#source-${id}`} aria-label={t`Source ${number}`}>
          [{number}]
        </a>
      )
    )
  })
}

/** In the organization's name only: nobody is asked to sign it, and nobody's name stands under it but the operator's. */
function OpenLetter({ data, site }: { data: PageData['ask']; site: Site }) {
  const { ask } = data
  return (
    <>
      <p className="note warning">
        <Trans>
          This letter is sent in the name of the organization alone. It has no form, and nobody’s name or address is asked for or passed on.
          If you have family, work or travel ties to China, think about whether to share it.
        </Trans>
      </p>
      <section className="open-letter stack" lang="en" aria-label={ask.title}>
        <p>
          {ask.targets.map(({ body }) => (
            <span key={body}>{body}</span>
          ))}
        </p>
        <p>{ask.letterRequestLine}</p>
        <ol className="requests">
          {ask.ask.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        <Points data={data} />
        <p>{site.operator ?? site.name}</p>
      </section>
    </>
  )
}

function LawToday({ data }: { data: PageData['ask'] }) {
  const { summary, confidence, sources } = data.ask.lawToday
  return (
    <section className="stack" aria-labelledby="law">
      <h2 id="law">
        <Trans>What the law says today</Trans>
      </h2>
      <p>
        <span lang="en">{summary}</span>
        <Cites cites={sources} data={data} />
      </p>
      <p className="quiet">
        <Trans>
          How we know: <span lang="en">{confidence}</span>
        </Trans>
      </p>
    </section>
  )
}
