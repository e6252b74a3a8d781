import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { Link, useHref } from '../../i18n/link.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/fields.tsx'
import { useInputFaults } from '../../ui/use-input-faults.ts'

export const page: PageModule<'signer-link'> = {
  title: ({ form }, i18n) =>
    form.errors.length > 0 || form.problem ? i18n._(msg`Error: Your signatures`) : i18n._(msg`See, change or withdraw your signatures`),
  Page({ data }) {
    const href = useHref()
    const sentenceOf = useInputFaults()
    const { isSent, hasMailbox, form } = data
    const error = form.errors.find(({ pointer }) => pointer === '/email')
    if (isSent) {
      return (
        <div className="column stack">
          <h1>
            <Trans>Check your e-mail</Trans>
          </h1>
          <p>
            <Trans>
              If something is kept here for the address you gave, a mail with a link is on its way to it. We say the same to everybody, so
              that nobody can find out who has signed.
            </Trans>
          </p>
          {hasMailbox && (
            <p className="note warning">
              <Trans>
                This is a try-out: the mail is not sent but kept in <a href="/dev/mailbox">the development mailbox</a>.
              </Trans>
            </p>
          )}
          <h2>
            <Trans>No mail?</Trans>
          </h2>
          <ul>
            <li>
              <Trans>Mail can take some minutes. Look in the folder for unwanted mail.</Trans>
            </li>
            <li>
              <Trans>One address gets at most three such mails a day.</Trans>
            </li>
            <li>
              <Trans>
                If you once told us to send no more mail, none comes. Open the link at the foot of any of our mails to allow it again.
              </Trans>
            </li>
          </ul>
          <p>
            <Link to="/me">
              <Trans>Give another address</Trans>
            </Link>
          </p>
        </div>
      )
    }
    return (
      <div className="column stack">
        <h1>
          <Trans>Your signatures</Trans>
        </h1>
        <p>
          <Trans>
            You have no account here, and need none. Give the address that you signed with: we mail a link to a page of your own, where you
            see all that we keep of you, change it, withdraw a signature or erase everything. The link works for a day.
          </Trans>
        </p>
        <form className="fields" method="post" action={href('/me')} noValidate>
          <ErrorSummary form={form} sentenceOf={sentenceOf} />
          <TextField
            name="email"
            label={<Trans>E-mail address that you signed with</Trans>}
            error={error && sentenceOf(error)}
            input={{
              type: 'email',
              inputMode: 'email',
              autoComplete: 'email',
              autoCapitalize: 'none',
              spellCheck: false,
              defaultValue: form.values['email'] ?? '',
              required: true,
            }}
          />
          <p>
            <button className="button" type="submit">
              <Trans>Mail me the link</Trans>
            </button>
          </p>
        </form>
      </div>
    )
  },
}
