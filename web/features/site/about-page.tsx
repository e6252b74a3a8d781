import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'

export const page: PageModule<'about'> = {
  title: (_data, i18n) => i18n._(msg`About this campaign`),
  description: (_data, i18n) => i18n._(msg`What the campaign is about, how it works, who its sources are, and what its words mean.`),
  Page({ data, site }) {
    const { article } = data
    const lang = useCampaignLang()
    const { title, publisher, year } = article
    const operator = site.operator && verbatim(site.operator)
    const contact = site.contact && verbatim(site.contact)
    return (
      <div className="column stack">
        <h1>
          <Trans>About this campaign</Trans>
        </h1>
        {data.about.map(({ heading, paragraphs }) => (
          <section key={heading} className="stack" lang={lang}>
            <h2>{heading}</h2>
            {paragraphs.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </section>
        ))}
        <h2>
          <Trans>The article</Trans>
        </h2>
        <p>
          <a href={article.url} rel="noreferrer external" lang="en">
            {title}
          </a>{' '}
          ({publisher}, {year})
        </p>
        <h2>
          <Trans>Who runs this site</Trans>
        </h2>
        <p>
          {operator && contact ? (
            <Trans>
              {operator}. Write to <a href={`mailto:${site.contact}`}>{contact}</a> with questions, corrections, or if somebody threatens or
              harasses you because of this campaign.
            </Trans>
          ) : (
            <Trans>Nobody has named themselves as the operator of this site yet. It is being tried out and not for real signatures.</Trans>
          )}
        </p>
        <p>
          <Link to="/privacy">
            <Trans>What we keep, and how</Trans>
          </Link>{' '}
          ·{' '}
          <Link to="/verify">
            <Trans>How to check the count</Trans>
          </Link>{' '}
          ·{' '}
          <Link to="/corrections">
            <Trans>Corrections</Trans>
          </Link>
        </p>
        {data.support.length > 0 && (
          <section className="stack" aria-labelledby="support">
            <h2 id="support">
              <Trans>If this is hard to read</Trans>
            </h2>
            <ul lang={lang}>
              {data.support.map(({ text, url }) => (
                <li key={text}>{url ? <a href={url}>{text}</a> : text}</li>
              ))}
            </ul>
          </section>
        )}
        <h2 id="words">
          <Trans>What the words mean</Trans>
        </h2>
        <dl className="pairs glossary" lang={lang}>
          {data.glossary.map(({ term, meaning }) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    )
  },
}
