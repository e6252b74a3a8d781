import { Trans } from '@lingui/react/macro'
import type { ActData, PageData } from '#contract/pages.ts'
import type { PageModule } from '../../../app/page.ts'
import { useCampaignLang } from '../../../i18n/campaign-language.ts'
import { Link } from '../../../i18n/link.tsx'
import { verbatim } from '../../../i18n/verbatim.tsx'
import { EventCard } from '../../evidence/event-card.tsx'
import { FactCard, LastChecked } from '../../evidence/fact-card.tsx'
import { PositionBox } from '../../evidence/position-box.tsx'
import { Island } from '../act-island.tsx'
import { PetitionList } from './petition-list.tsx'

export const page: PageModule<'home'> = {
  islandOf: ({ lead }) => lead && actOf(lead),
  title: (_data, _i18n, site) => site.name,
  description: ({ campaign }) => campaign.summary,
  jsonLd: ({ campaign }, site) => ({
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name: site.name,
    url: site.publicUrl,
    about: campaign.title,
    publisher: { '@type': 'Organization', name: site.operator ?? site.name },
  }),
  Page({ data }) {
    const { campaign, lead } = data
    const lang = useCampaignLang()
    return (
      <div className="sides">
        <header className="side-main stack">
          <h1 lang={lang}>{campaign.title}</h1>
          <p className="lede" lang={lang}>
            {campaign.summary}
          </p>
          {lead && <Asked lead={lead} />}
        </header>
        {lead ? (
          <aside className="side-act stack" id="sign" data-island="">
            <Island data={actOf(lead)} />
          </aside>
        ) : (
          <aside className="side-act stack" aria-labelledby="petitions">
            <h2 id="petitions">
              <Trans>Petitions</Trans>
            </h2>
            <PetitionList petitions={data.petitions} heading="h3" />
          </aside>
        )}
        <div className="side-more stack">
          <Reported data={data} />
          <Since data={data} />
          <MoreToDo data={data} />
        </div>
      </div>
    )
  },
}

/** What the petition of the form beside it asks, in short. */
function Asked({ lead }: { lead: NonNullable<PageData['home']['lead']> }) {
  const { petition } = lead
  const { slug, title, text } = petition
  const addressee = <span lang="en">{petition.addressee}</span>
  return (
    <section className="stack" aria-labelledby="asked">
      <p className="kicker">
        <Trans>A petition to the {addressee}</Trans>
      </p>
      <h2 id="asked" lang="en">
        <Link to={`/petitions/${slug}`}>{title}</Link>
      </h2>
      <ol className="requests" lang="en">
        {text.requests.map((request) => (
          <li key={request}>{request}</li>
        ))}
      </ol>
      <p>
        <Link to={`/petitions/${slug}`}>
          <Trans>Read the whole text, with its sources</Trans>
        </Link>
      </p>
      <p className="sign-bar no-print">
        <a className="button" href="#sign">
          <Trans>Sign this petition</Trans>
        </a>
      </p>
    </section>
  )
}

function Reported({ data }: { data: PageData['home'] }) {
  const { article, facts } = data
  const publisher = verbatim(article.publisher)
  const { year } = article
  return (
    <section className="stack" aria-labelledby="facts">
      <h2 id="facts">
        <Trans>What was reported</Trans>
      </h2>
      <p className="quiet">
        <Trans>
          From an article of {publisher}, {year}. Each line says who says it, as of when, and how sure it is.
        </Trans>
      </p>
      <PositionBox position={data.position} />
      <ol className="plain-list facts">
        {facts.map((entry) => (
          <FactCard key={entry.fact.id} entry={entry} evidence={data} />
        ))}
      </ol>
      <p>
        <Link to="/facts">
          <Trans>All the evidence, and those who doubt it</Trans>
        </Link>
      </p>
      <LastChecked checkedOn={data.checkedOn} />
    </section>
  )
}

function Since({ data }: { data: PageData['home'] }) {
  if (data.changedSince.length === 0) return null
  return (
    <section className="stack" aria-labelledby="since">
      <h2 id="since">
        <Trans>What has changed since</Trans>
      </h2>
      <ol className="plain-list facts">
        {data.changedSince.map((entry) => (
          <EventCard key={entry.event.id} entry={entry} evidence={data} isShort />
        ))}
      </ol>
      <p>
        <Link to="/timeline">
          <Trans>The whole timeline</Trans>
        </Link>{' '}
        ·{' '}
        <Link to="/laws">
          <Trans>Laws on transplants abroad</Trans>
        </Link>
      </p>
    </section>
  )
}

function MoreToDo({ data }: { data: PageData['home'] }) {
  const { lead, petitions, asks } = data
  const lang = useCampaignLang()
  return (
    <>
      {lead && petitions.length > 0 && (
        <section className="stack" aria-labelledby="more">
          <h2 id="more">
            <Trans>Other petitions</Trans>
          </h2>
          <PetitionList petitions={petitions} heading="h3" />
        </section>
      )}
      {asks.length > 0 && (
        <section className="stack" aria-labelledby="asks">
          <h2 id="asks">
            <Trans>Write in your own words</Trans>
          </h2>
          <ul>
            {asks.map(({ id, title, body }) => (
              <li key={id}>
                <Link to={`/write/${id}`} lang={lang}>
                  {title}
                </Link>{' '}
                <span className="quiet" lang="en">
                  {body}
                </span>
              </li>
            ))}
          </ul>
          <p>
            <Link to="/write">
              <Trans>All that is asked, and of whom</Trans>
            </Link>
          </p>
        </section>
      )}
    </>
  )
}

function actOf({ petition, count, consent, countries, formAge, form }: NonNullable<PageData['home']['lead']>): ActData {
  const { slug, goals, openedAt } = petition
  return { petition: { slug, goals, openedAt }, count, isOpen: true, consent, countries, formAge, form }
}
