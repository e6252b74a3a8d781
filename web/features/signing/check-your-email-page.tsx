import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { Link, useHref } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/fields.tsx'
import { useInputFaults } from '../../ui/use-input-faults.ts'

export const page: PageModule<'check-your-email'> = {
  title: (_data, i18n) => i18n._(msg`Check your e-mail`),
  Page({ data, site }) {
    const href = useHref()
    const sentenceOf = useInputFaults()
    const { slug, hasMailbox, form } = data
    const title = <span lang="en">{data.title}</span>
    const maskedEmail = data.maskedEmail && verbatim(data.maskedEmail)
    const name = verbatim(site.name)
    const errorOf = (field: string) => {
      const error = form.errors.find(({ pointer }) => pointer === `/${field}`)
      return error && sentenceOf(error)
    }
    return (
      <div className="column stack">
        <h1>
          <Trans>One step left: check your e-mail</Trans>
        </h1>
        <p className="lede">
          {maskedEmail ? (
            <Trans>
              We are sending a mail to <strong>{maskedEmail}</strong>.
            </Trans>
          ) : (
            <Trans>We are sending a mail to the address you gave.</Trans>
          )}
        </p>
        <p>
          <Trans>
            It comes from {name} with the subject “Please confirm your e-mail address”. Open its link and press the button there, or type
            its code here. Your signature counts only then.
          </Trans>
        </p>
        {hasMailbox && (
          <p className="note warning">
            <Trans>
              This is a try-out: the mail is not sent but kept in <a href="/dev/mailbox">the development mailbox</a>.
            </Trans>
          </p>
        )}
        <form className="fields" method="post" action={href(`/petitions/${slug}/check-your-email`)} noValidate>
          <ErrorSummary form={form} sentenceOf={sentenceOf} />
          {!maskedEmail && (
            <TextField
              name="email"
              label={<Trans>E-mail address that you signed with</Trans>}
              error={errorOf('email')}
              input={{ type: 'email', inputMode: 'email', autoComplete: 'email', defaultValue: form.values['email'] ?? '' }}
            />
          )}
          <TextField
            name="code"
            label={<Trans>Six-digit code from the mail</Trans>}
            error={errorOf('code')}
            input={{ inputMode: 'numeric', autoComplete: 'one-time-code', className: 'input code', maxLength: 12 }}
          />
          <p>
            <button className="button" type="submit">
              <Trans>Confirm my signature</Trans>
            </button>
          </p>
        </form>
        <h2>
          <Trans>No mail?</Trans>
        </h2>
        <ul>
          <li>
            <Trans>Mail can take some minutes, and hours when very many people sign. Link and code work for 30 days.</Trans>
          </li>
          <li>
            <Trans>Look in the folder for unwanted mail.</Trans>
          </li>
          <li>
            <Trans>
              After ten minutes you can <Link to={`/petitions/${slug}`}>sign again</Link> with the same address: a new mail comes and
              nothing is counted twice. One address gets at most three such mails a day.
            </Trans>
          </li>
          <li>
            <Trans>
              If you once told us to send no more mail, none comes. Open the link at the foot of any of our mails to allow it again.
            </Trans>
          </li>
        </ul>
        <p className="quiet">
          <Trans>You signed: {title}</Trans>
        </p>
      </div>
    )
  },
}
