import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Confirmable, PageData } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { Tick } from '../../ui/fields.tsx'

export const page: PageModule<'confirm'> = {
  title: ({ petition }, i18n) => (petition ? i18n._(msg`Confirm your signature`) : i18n._(msg`This link is not valid`)),
  Page({ data }) {
    const { petition, given, consent } = data
    if (!petition) return <NotValid />
    const { title, slug } = petition
    const href = `/petitions/${slug}`
    if (!given) {
      return (
        <div className="column stack">
          <h1>
            <Trans>Your signature is confirmed already</Trans>
          </h1>
          <p className="note">
            <Link to={href} lang="en">
              {title}
            </Link>
          </p>
          <p>
            <Trans>It is counted once. You need do nothing more.</Trans>
          </p>
          <p className="quiet">
            <Trans>
              To see or withdraw it, <Link to="/me">ask for a link to your signatures</Link>.
            </Trans>
          </p>
        </div>
      )
    }
    return (
      <div className="column stack">
        <h1>
          <Trans>Confirm your signature</Trans>
        </h1>
        <p>
          <Trans>You are about to confirm that you sign this petition:</Trans>
        </p>
        <p className="note">
          <Link to={href} lang="en">
            {title}
          </Link>
        </p>
        <ConfirmForm given={given} consent={consent} href={href} />
        <p className="quiet">
          <Trans>Nothing is counted until you press the button. If it was not you who signed, close this page.</Trans>
        </p>
      </div>
    )
  },
}

function ConfirmForm({ given, consent, href }: { given: Confirmable; consent: PageData['confirm']['consent']; href: string }) {
  const initials = verbatim(given.initials)
  const country = verbatim(given.country)
  return (
    <form method="post" className="fields">
      <p>
        <Trans>
          Signed as <strong>{initials}</strong> from <strong>{country}</strong>. Not what you gave? Then somebody else typed your address:{' '}
          <Link to={href}>sign with your own words</Link> instead, ten minutes after this mail came.
        </Trans>
      </p>
      <input type="hidden" name="choices" value="yes" />
      <Tick name="publicName" label={consent.publicName} isTicked={given.showsName} />
      <Tick name="updates" label={consent.updates} isTicked={given.wantsUpdates} />
      <p>
        <button className="button" type="submit">
          <Trans>Yes, I sign this petition</Trans>
        </button>
      </p>
    </form>
  )
}

function NotValid() {
  return (
    <div className="column stack">
      <h1>
        <Trans>This link is not valid, or no longer</Trans>
      </h1>
      <p>
        <Trans>Links from our mails work for 30 days, and mail programs sometimes cut them. Check that the whole address is there.</Trans>
      </p>
      <p>
        <Trans>
          To get a new mail, <Link to="/petitions">choose the petition</Link> and sign again with the same address. Nothing is counted
          twice.
        </Trans>
      </p>
    </div>
  )
}
