import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'

export const page: PageModule<'confirm'> = {
  title: ({ petition }, i18n) => (petition ? i18n._(msg`Confirm your signature`) : i18n._(msg`This link is not valid`)),
  Page({ data }) {
    const { petition, isConfirmed } = data
    if (!petition) return <NotValid />
    const { title, slug } = petition
    const href = `/petitions/${slug}`
    if (isConfirmed) {
      return (
        <div className="column stack">
          <h1>
            <Trans>Your signature is confirmed already</Trans>
          </h1>
          <p className="note">
            <a href={href}>{title}</a>
          </p>
          <p>
            <Trans>It is counted once. You need do nothing more.</Trans>
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
          <a href={href}>{title}</a>
        </p>
        <form method="post">
          <button className="button" type="submit">
            <Trans>Yes, I sign this petition</Trans>
          </button>
        </form>
        <p className="quiet">
          <Trans>Nothing is counted until you press the button. If it was not you who signed, close this page.</Trans>
        </p>
      </div>
    )
  },
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
          To get a new mail, <a href="/petitions">choose the petition</a> and sign again with the same address. Nothing is counted twice.
        </Trans>
      </p>
    </div>
  )
}
