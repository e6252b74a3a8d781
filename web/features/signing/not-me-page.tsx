import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'

export const page: PageModule<'not-me'> = {
  title: ({ state }, i18n) => (state === 'refused' ? i18n._(msg`You get no more mail from us`) : i18n._(msg`Not you?`)),
  Page({ data }) {
    if (data.state === 'not-valid') {
      return (
        <div className="column stack">
          <h1>
            <Trans>This link is not valid, or no longer</Trans>
          </h1>
          <p>
            <Trans>
              Use the link in the newest of our mails. If you did nothing with them, you need not do anything: unconfirmed signatures are
              deleted after 30 days.
            </Trans>
          </p>
        </div>
      )
    }
    if (data.state === 'refused') {
      return (
        <div className="column stack">
          <h1>
            <Trans>You get no more mail from us</Trans>
          </h1>
          <p>
            <Trans>
              Whoever types your address here, no mail goes to it. If a signature was waiting for confirmation under the mail you came from,
              it is deleted. A confirmed signature stays and is counted.
            </Trans>
          </p>
          <form method="post" className="stack">
            <input type="hidden" name="again" value="yes" />
            <p>
              <Trans>If this was a mistake, or you want to sign one day, you can take it back.</Trans>
            </p>
            <button className="button second" type="submit">
              <Trans>Allow mail to my address again</Trans>
            </button>
          </form>
        </div>
      )
    }
    return (
      <div className="column stack">
        <h1>
          <Trans>Not you?</Trans>
        </h1>
        <p>
          <Trans>
            Somebody typed your e-mail address here, perhaps by mistake. If you never confirmed, you need do nothing: nothing is counted,
            and it is deleted after 30 days. A signature that was confirmed from your mailbox stays.
          </Trans>
        </p>
        <p>
          <Trans>
            If you want no mail from this site again, whoever types your address, press this button. A signature still waiting for
            confirmation is deleted at once.
          </Trans>
        </p>
        <form method="post">
          <button className="button" type="submit">
            <Trans>Send no more mail to my address</Trans>
          </button>
        </form>
      </div>
    )
  },
}
