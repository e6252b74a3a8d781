import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Ask } from '#contract/campaigns.ts'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { Link } from '../../i18n/link.tsx'

export const page: PageModule<'write'> = {
  title: (_data, i18n) => i18n._(msg`What is asked, and of whom`),
  description: (_data, i18n) =>
    i18n._(msg`Each request with its addressee, why now, what the law says today, and points with their sources.`),
  Page({ data }) {
    const groups = groupsOf(data.asks)
    const lang = useCampaignLang()
    return (
      <div className="column stack">
        <h1>
          <Trans>What is asked, and of whom</Trans>
        </h1>
        <p className="lede">
          <Trans>
            A letter in your own words counts for more than a copied one. Each page has one request, what the law says today, and points
            that you may use, with their sources.
          </Trans>
        </p>
        {groups.length === 0 && (
          <p>
            <Trans>Nothing is asked here at present.</Trans>
          </p>
        )}
        {groups.map(([jurisdiction, asks]) => (
          <section key={jurisdiction} className="stack" aria-labelledby={`in-${asks[0]?.id}`}>
            <h2 id={`in-${asks[0]?.id}`} lang={lang}>
              {jurisdiction}
            </h2>
            <ul className="plain-list facts">
              {asks.map((ask) => (
                <AskEntry key={ask.id} ask={ask} />
              ))}
            </ul>
          </section>
        ))}
        {data.petitions.length > 0 && (
          <section className="stack" aria-labelledby="petitions">
            <h2 id="petitions">
              <Trans>Petitions</Trans>
            </h2>
            <ul lang="en">
              {data.petitions.map(({ slug, title }) => (
                <li key={slug}>
                  <Link to={`/petitions/${slug}`}>{title}</Link>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    )
  },
}

function AskEntry({ ask }: { ask: Ask }) {
  const { t } = useLingui()
  const lang = useCampaignLang()
  const kinds = {
    letter: t`A letter to who represents you`,
    institution: t`A letter to an office`,
    petition: t`A petition`,
    'organization-only': t`An open letter of the organization`,
  }
  return (
    <li className="fact stack">
      <p className="kicker">
        {kinds[ask.kind]} · <span lang="en">{ask.targets.map(({ body }) => body).join('; ')}</span>
      </p>
      <h3 lang={lang}>
        <Link to={`/write/${ask.id}`}>{ask.title}</Link>
      </h3>
      <p lang={lang}>{ask.whyNow}</p>
    </li>
  )
}

/** The asks by the place that they are about, in the order in which each place comes first. */
function groupsOf(asks: Ask[]): [string, Ask[]][] {
  const groups = new Map<string, Ask[]>()
  for (const ask of asks) {
    const place = ask.targets[0]?.jurisdiction ?? ''
    groups.set(place, [...(groups.get(place) ?? []), ask])
  }
  return [...groups]
}
