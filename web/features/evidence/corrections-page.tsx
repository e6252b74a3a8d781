import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { ContentPanel } from './content-panel.tsx'
import { CorrectionList } from './correction-list.tsx'

export const page: PageModule<'corrections'> = {
  title: (_data, i18n) => i18n._(msg`Corrections`),
  description: (_data, i18n) => i18n._(msg`What we published and changed: the old wording, the day and the reason.`),
  Page({ data, site }) {
    const lang = useCampaignLang()
    const contact = site.contact && verbatim(site.contact)
    return (
      <div className="column stack evidence">
        <h1>
          <Trans>Corrections</Trans>
        </h1>
        <p className="lede">
          <Trans>When a published claim changes, the old wording stays here with the day and the reason.</Trans>
        </p>
        {data.corrections.length === 0 ? (
          <p>
            <Trans>Nothing has been corrected yet.</Trans>
          </p>
        ) : (
          data.corrections.map(({ title, href, isGraphic, ...correction }) => (
            <section key={`${correction.item} ${correction.on} ${correction.was}`} className="stack">
              {isGraphic ? (
                <>
                  <h2>
                    <Link to={href}>
                      <Trans>A claim with a content note</Trans>
                    </Link>
                  </h2>
                  <ContentPanel>
                    <CorrectionList corrections={[correction]} />
                  </ContentPanel>
                </>
              ) : (
                <>
                  {/* What stands no more is named by its old wording. */}
                  <h2 lang={href ? lang : 'en'}>{href ? <Link to={href}>{title}</Link> : title}</h2>
                  <CorrectionList corrections={[correction]} />
                </>
              )}
            </section>
          ))
        )}
        {data.petitions.length > 0 && (
          <section className="stack" aria-labelledby="used">
            <h2 id="used">
              <Trans>Petitions whose text rests on what was corrected</Trans>
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
        <h2>
          <Trans>Tell us of a mistake</Trans>
        </h2>
        <p>
          {contact ? (
            <Trans>
              Write to <a href={`mailto:${site.contact}`}>{contact}</a> with the address of the page and, if you can, a source. We answer,
              correct in place, and list it here.
            </Trans>
          ) : (
            <Trans>Nobody has named themselves as the operator of this site yet, so there is no address to write to.</Trans>
          )}
        </p>
      </div>
    )
  },
}
