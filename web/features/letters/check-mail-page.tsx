import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'

export const page: PageModule<'letter-check-mail'> = {
  title: (_data, i18n) => i18n._(msg`Your letter waits for you in your mail`),
  Page({ data }) {
    const { ask, draftPath, maskedEmail, hasMailbox } = data
    const address = maskedEmail && verbatim(maskedEmail)
    return (
      <div className="column stack">
        <p className="kicker">
          <Link to={`/write/${ask.id}`} lang="en">
            {ask.title}
          </Link>
        </p>
        <h1>
          <Trans>Your letter waits for you in your mail</Trans>
        </h1>
        <p className="lede">
          {address ? (
            <Trans>We sent the whole letter to {address}. Read it once more there, open its link and press the button.</Trans>
          ) : (
            <Trans>We sent the whole letter to you. Read it once more there, open its link and press the button.</Trans>
          )}
        </p>
        <p>
          <Trans>Until then it goes nowhere. The link works for 30 days.</Trans>
        </p>
        {hasMailbox && (
          <p className="note">
            <Trans>
              This is a try-out: mail is not sent but kept in <a href="/dev/mailbox">the mailbox of this site</a>.
            </Trans>
          </p>
        )}
        <h2>
          <Trans>No mail came?</Trans>
        </h2>
        <ul>
          <li>
            <Trans>Look among what your mail program takes for advertising.</Trans>
          </li>
          <li>
            <Trans>We send three letters a day to one address at most, and none to an address that wants no mail from us.</Trans>
          </li>
          <li>
            <Trans>
              Was the address wrong, or do you want to change something? <Link to={draftPath}>Your draft is still there</Link>: correct it
              and send it to yourself again. Only the letter that you confirm counts.
            </Trans>
          </li>
        </ul>
      </div>
    )
  },
}
