import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { PageData, Site } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { ContentPanel } from './content-panel.tsx'
import { EraBadge } from './era-badge.tsx'
import { EventCard } from './event-card.tsx'
import { FactBody, LastChecked } from './fact-card.tsx'
import { PositionBox } from './position-box.tsx'
import { useConfidence } from './use-confidence.ts'
import { useKind } from './use-kind.ts'

export const page: PageModule<'fact'> = {
  // Nothing graphic stands in a title or a preview.
  title: ({ entry: { fact } }, i18n) => (fact.graphic ? i18n._(msg`A claim with a content note`) : fact.display),
  description: (data, i18n) => {
    const { publisher, year } = data.article
    if (data.entry.fact.graphic) return i18n._(msg`From what ${publisher} reported in ${year}, with the denial beside it.`)
    const { display, attributedTo, asOf } = data.entry.fact
    return [`${display} (${attributedTo.name}, ${asOf})`, ...besideOf(data)].join(' ')
  },
  card: ({ entry: { fact } }) => (fact.graphic ? '/cards/home.png' : `/cards/facts/${fact.id}.png`),
  jsonLd: ({ entry: { fact, isContested }, article, denial }, site) => ({
    '@context': 'https://schema.org',
    '@type': 'Claim',
    url: new URL(`/facts/${fact.id}`, site.publicUrl).href,
    ...(fact.graphic ? {} : { text: [fact.display, isContested && denial?.text].filter(Boolean).join(' ') }),
    author: { name: fact.attributedTo.name },
    firstAppearance: { '@type': 'NewsArticle', headline: article.title, url: article.url, publisher: article.publisher },
  }),
  Page({ data, site }) {
    const lang = useCampaignLang()
    const { entry, topics, events, petitions } = data
    const { fact } = entry
    return (
      <article className="column stack evidence">
        <p className="kicker">
          <Link to="/facts">
            <Trans>The evidence</Trans>
          </Link>{' '}
          · <EraBadge era={fact.era} />
        </p>
        {fact.graphic ? (
          <>
            <h1>
              <Trans>A claim with a content note</Trans>
            </h1>
            <ContentPanel>
              <p className="lede" lang={lang}>
                {fact.display}
              </p>
              <FactBody entry={entry} evidence={data} isWholePage />
              <Details data={data} />
            </ContentPanel>
          </>
        ) : (
          <>
            <h1 className="claim" lang={lang}>
              {fact.display}
            </h1>
            <FactBody entry={entry} evidence={data} isWholePage />
            <Details data={data} />
          </>
        )}
        <PositionBox position={data.position} heading="h2" />
        {events.length > 0 && (
          <section className="stack" aria-labelledby="events">
            <h2 id="events">
              <Trans>In the timeline</Trans>
            </h2>
            <ol className="plain-list facts">
              {events.map((event) => (
                <EventCard key={event.event.id} entry={event} evidence={data} isShort />
              ))}
            </ol>
          </section>
        )}
        {petitions.length > 0 && (
          <section className="stack" aria-labelledby="petitions">
            <h2 id="petitions">
              <Trans>Petitions that rest on it</Trans>
            </h2>
            <ul lang="en">
              {petitions.map(({ slug, title }) => (
                <li key={slug}>
                  <Link to={`/petitions/${slug}`}>{title}</Link>
                </li>
              ))}
            </ul>
          </section>
        )}
        <p className="quiet" lang={lang}>
          {topics.map(({ slug, name }, n) => (
            <span key={slug}>
              {n > 0 && ' · '}
              <Link to={`/facts?topic=${slug}`}>{name}</Link>
            </span>
          ))}
        </p>
        <Cite data={data} site={site} />
        <LastChecked checkedOn={data.checkedOn} />
        {fact.graphic && (
          <p className="quiet">
            <Trans>
              If what you read here distresses you, you can stop at any time. <Link to="/about#support">Where to find help</Link>
            </Trans>
          </p>
        )}
      </article>
    )
  },
}

/** All that must be read with the claim, as sentences: its note and, where it is contested, the denial. */
function besideOf({ entry, denial }: PageData['fact']): string[] {
  const { fact, isContested } = entry
  return [fact.note, isContested ? denial?.text : null].filter((text) => text != null)
}

/** What the ledger says of it beside its display. */
function Details({ data }: { data: PageData['fact'] }) {
  const confidence = useConfidence(data.entry.fact.confidence)
  const kindOf = useKind()
  const lang = useCampaignLang()
  const { claim, attributedTo, asOf, place, kind } = data.entry.fact
  return (
    <dl className="pairs">
      <dt>
        <Trans>In full</Trans>
      </dt>
      <dd lang={lang}>{claim}</dd>
      <dt>
        <Trans>Who says it</Trans>
      </dt>
      <dd lang={lang}>
        {attributedTo.name} ({attributedTo.role})
      </dd>
      <dt>
        <Trans>As of</Trans>
      </dt>
      <dd lang={lang}>{asOf}</dd>
      <dt>
        <Trans>How sure</Trans>
      </dt>
      <dd>{confidence}</dd>
      <dt>
        <Trans>Kind</Trans>
      </dt>
      <dd>{kindOf(kind)}</dd>
      {place && (
        <>
          <dt>
            <Trans>Place</Trans>
          </dt>
          <dd lang={lang}>{place}</dd>
        </>
      )}
    </dl>
  )
}

/** A line to copy; who cites the claim cites who made it, and the denial with it. */
function Cite({ data, site }: { data: PageData['fact']; site: Site }) {
  const { t } = useLingui()
  const lang = useCampaignLang()
  const { entry, article } = data
  const { fact } = entry
  if (fact.graphic) return null
  const address = new URL(`/facts/${fact.id}`, site.publicUrl).href
  const beside = besideOf(data)
    .map((text) => ` ${text}`)
    .join('')
  const line = `${fact.display} (${fact.attributedTo.name}, ${fact.asOf}; ${article.publisher}, “${article.title}”, ${article.year}.)${beside} ${address}`
  return (
    <details className="cite-line">
      <summary>
        <Trans>Cite this claim</Trans>
      </summary>
      <p className="quiet">
        <Trans>Copy the whole of it: who says it and the denial belong to it.</Trans>
      </p>
      <textarea className="input" readOnly rows={6} lang={lang} aria-label={t`Citation to copy`} defaultValue={line} />
      <p className="quiet">{verbatim(article.publisher)}</p>
    </details>
  )
}
