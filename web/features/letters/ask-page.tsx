import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { PageData, Site } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
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
    const lang = useCampaignLang()
    return (
      <article className="column stack">
        <p className="kicker" lang="en">
          {ask.targets.map(({ body }) => body).join('; ')}
        </p>
        <h1 lang={lang}>{ask.title}</h1>
        <p className="lede" lang={lang}>
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
  const lang = useCampaignLang()
  return (
    <>
      <h2>
        <Trans>What to ask for</Trans>
      </h2>
      <ol className="requests" lang={lang}>
        {ask.ask.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <h2>
        <Trans>Whom to write to</Trans>
      </h2>
      <ul>
        {ask.targets.map(({ body, addressee }) => (
          <li key={body}>
            <span lang="en">{body}</span>: <span lang={lang}>{addressee}</span>
          </li>
        ))}
      </ul>
      {ask.kind === 'letter' && (
        <p>
          <Trans>Write only to those who represent you: letters from elsewhere are put aside.</Trans>
        </p>
      )}
      {ask.kind === 'letter' && ask.hasForm && (
        <p className="no-print">
          <Link to={`/write/${ask.id}/representatives`} className="button">
            <Trans>Find who represents you, and write</Trans>
          </Link>
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
      {ask.offices.length > 0 && <OfficeList offices={ask.offices} ask={ask} />}
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
            End with one request: <q lang={lang}>{ask.letterRequestLine}</q>
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
  const lang = useCampaignLang()
  const isGraphic = (cites: string[]) => citations.some((citation) => citation.isGraphic && cites.includes(citation.id))
  return (
    <ul className="points">
      {ask.talkingPoints.map(({ text, cites }) => {
        const point = (
          <>
            <span lang={lang}>{text}</span>
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
  const lang = useCampaignLang()
  return (
    <>
      <p className="note warning">
        <Trans>
          This letter is sent in the name of the organization alone. It has no form, and nobody’s name or address is asked for or passed on.
          If you have family, work or travel ties to China, think about whether to share it.
        </Trans>
      </p>
      <section className="open-letter stack" lang={lang} aria-label={ask.title}>
        <p>
          {ask.targets.map(({ body }) => (
            <span key={body} lang="en">
              {body}
            </span>
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
  const lang = useCampaignLang()
  return (
    <section className="stack" aria-labelledby="law">
      <h2 id="law">
        <Trans>What the law says today</Trans>
      </h2>
      <p>
        <span lang={lang}>{summary}</span>
        <Cites cites={sources} data={data} />
      </p>
      <p className="quiet">
        <Trans>
          How we know: <span lang={lang}>{confidence}</span>
        </Trans>
      </p>
    </section>
  )
}
