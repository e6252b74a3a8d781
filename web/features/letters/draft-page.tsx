import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageData } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import type { DraftData } from './composer/draft-island.tsx'
import { Island, words } from './composer/draft-island.tsx'

export const page: PageModule<'letter-draft'> = {
  words,
  islandOf: (data) => data,
  title: ({ form, recipient }, i18n) =>
    form.errors.length > 0 || form.problem
      ? i18n._(msg`Error: Your letter to ${recipient.name}`)
      : i18n._(msg`Your letter to ${recipient.name}`),
  Page({ data }) {
    const { ask, recipient, place, saved } = data
    const lang = useCampaignLang()
    const name = verbatim(recipient.name)
    return (
      <article className="letter-page stack">
        <header className="stack">
          <p className="kicker">
            <Link to={`/write/${ask.id}`} lang={lang}>
              {ask.title}
            </Link>
          </p>
          <h1>
            <Trans>Your letter to {name}</Trans>
          </h1>
          <p className="quiet" id="recipient">
            <span lang="en">{recipient.body}</span>
            {recipient.isLegislator && (
              <>
                {' · '}
                {place.countryName} {place.postcode} ·{' '}
                <Link to={`/write/${ask.id}/representatives`}>
                  <Trans>Somebody else, or another place</Trans>
                </Link>
              </>
            )}
          </p>
          <Saved saved={saved} />
        </header>
        <div data-island="">
          <Island data={data as DraftData} />
        </div>
      </article>
    )
  },
}

function Saved({ saved }: { saved: PageData['letter-draft']['saved'] }) {
  if (saved !== 'mailed') return null
  return (
    <p className="note" role="status">
      <Trans>
        If this address wants our mail, the link of this draft is on its way. We send three such mails a day to an address at most.
      </Trans>
    </p>
  )
}
