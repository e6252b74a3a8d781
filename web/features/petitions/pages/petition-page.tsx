import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ActData, PageData } from '#contract/pages.ts'
import type { PageModule } from '../../../app/page.ts'
import { useCampaignLang } from '../../../i18n/campaign-language.ts'
import { formatDay } from '../../../i18n/format.ts'
import { CorrectionList } from '../../evidence/correction-list.tsx'
import { PositionBox } from '../../evidence/position-box.tsx'
import { SourceList } from '../../evidence/source-list.tsx'
import { Island } from '../act-island.tsx'
import { PetitionText } from './petition-text.tsx'

export const page: PageModule<'petition'> = {
  islandOf,
  title: ({ petition, form }, i18n) => (form.errors.length > 0 || form.problem ? i18n._(msg`Error: ${petition.title}`) : petition.title),
  description: ({ petition }) => petition.text.summary,
  card: ({ petition }) => `/cards/petitions/${petition.slug}.png`,
  jsonLd: ({ petition, count }, site) => ({
    '@context': 'https://schema.org',
    '@type': 'CreativeWork',
    additionalType: 'Petition',
    name: petition.title,
    abstract: petition.text.summary,
    url: new URL(`/petitions/${petition.slug}`, site.publicUrl).href,
    datePublished: petition.textVersion.publishedAt,
    version: String(petition.textVersion.version),
    audience: { '@type': 'Audience', name: petition.addressee },
    publisher: { '@type': 'Organization', name: site.operator ?? site.name },
    interactionStatistic: {
      '@type': 'InteractionCounter',
      interactionType: 'https://schema.org/EndorseAction',
      userInteractionCount: count.count,
    },
  }),
  Page({ data }) {
    const { i18n } = useLingui()
    const lang = useCampaignLang()
    const { petition, citations, article } = data
    const { handover, notOfficial, officialSystem, textVersion } = petition
    const addressee = <span lang="en">{petition.addressee}</span>
    const { version } = textVersion
    const published = formatDay(i18n.locale, textVersion.publishedAt)
    return (
      <article className="petition sides">
        <div className="side-main">
          <header className="stack hero">
            <p className="kicker">
              <Trans>A petition to the {addressee}</Trans>
            </p>
            <h1 lang="en">{petition.title}</h1>
          </header>
          <PetitionText petition={petition} citations={citations} />
          {data.isOpen && (
            <p className="sign-bar no-print">
              <a className="button" href="#sign">
                <Trans>Sign this petition</Trans>
              </a>
            </p>
          )}
        </div>
        <aside className="side-act stack" id="sign" data-island="">
          <Island data={islandOf(data)} />
        </aside>
        <div className="side-more stack">
          <PositionBox position={data.position} />
          <h2 id="sources">
            <Trans>What this rests on</Trans>
          </h2>
          <CorrectionList corrections={data.corrections} />
          <SourceList citations={citations} article={article} />
          <h2>
            <Trans>Who hands it over</Trans>
          </h2>
          <p lang="en">{handover}</p>
          <p lang="en">{notOfficial}</p>
          {officialSystem && (
            <p lang="en">
              <a href={officialSystem.url} rel="noreferrer external">
                {officialSystem.name}
              </a>
            </p>
          )}
          <h2>
            <Trans>The exact text</Trans>
          </h2>
          <p>
            <Trans>
              You sign version {version} of this text, published {published}. Your signature names it by this fingerprint (SHA-256), so
              nobody can change the words under it:
            </Trans>
          </p>
          <p className="fingerprint">
            <code>{textVersion.sha256}</code>
          </p>
          {data.support.length > 0 && (
            <>
              <h2>
                <Trans>If this is hard to read</Trans>
              </h2>
              <ul lang={lang}>
                {data.support.map(({ text, url }) => (
                  <li key={text}>{url ? <a href={url}>{text}</a> : text}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      </article>
    )
  },
}

function islandOf({ petition, count, isOpen, consent, countries, formAge, form }: PageData['petition']): ActData {
  const { slug, goals, openedAt } = petition
  return { petition: { slug, goals, openedAt }, count, isOpen, consent, countries, formAge, form }
}
