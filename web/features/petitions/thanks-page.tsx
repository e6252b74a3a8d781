import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { Link } from '../../i18n/link.tsx'
import { CountFigure } from './count-figure.tsx'

export const page: PageModule<'thanks'> = {
  // Stays in the browser's history and in its tabs: it must not tell that somebody signed.
  title: (_data, i18n) => i18n._(msg`What happens now`),
  Page({ data }) {
    const { petition, count } = data
    const { title, slug } = petition
    const addressee = <span lang="en">{petition.addressee}</span>
    return (
      <div className="column stack">
        <h1>
          <Trans>Thank you. Your signature is confirmed</Trans>
        </h1>
        <p className="lede">
          <Trans>It is in the next published count of:</Trans>
        </p>
        <p className="note">
          <Link to={`/petitions/${slug}`} lang="en">
            {title}
          </Link>
        </p>
        <CountFigure slug={slug} first={count} goals={[]} openedAt={petition.openedAt} />
        <h2>
          <Trans>What happens now</Trans>
        </h2>
        <ul>
          <li>
            <Trans>Your signature becomes a numbered entry in the petition’s log. The entry holds no name, no address and no time.</Trans>
          </li>
          <li>
            <Trans>
              The number, the text and how to check both are handed over to the {addressee}. Your name only if you ticked that box.
            </Trans>
          </li>
          <li>
            <Trans>You need do nothing more. If you opened this page on a shared computer, close it and clear the history.</Trans>
          </li>
        </ul>
      </div>
    )
  },
}
