import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { MailboxMail } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { verbatim } from '../../i18n/verbatim.tsx'

export const page: PageModule<'mailbox'> = {
  title: (_data, i18n) => i18n._(msg`Development mailbox`),
  Page({ data }) {
    return (
      <div className="column stack">
        <h1>
          <Trans>Development mailbox</Trans>
        </h1>
        <p>
          <Trans>
            Mail that would have been sent, the newest first. Only this computer sees it. The same as data:{' '}
            <a href="/dev/mailbox.json">/dev/mailbox.json</a>
          </Trans>
        </p>
        {data.mails.length === 0 && (
          <p className="note">
            <Trans>No mail yet. Sign a petition and reload this page.</Trans>
          </p>
        )}
        {data.mails.map((mail) => (
          <Mail key={mail.id} mail={mail} />
        ))}
      </div>
    )
  },
}

function Mail({ mail }: { mail: MailboxMail }) {
  const { subject, sentAt, text } = mail
  const to = verbatim(mail.to)
  const from = verbatim(mail.from)
  return (
    <article className="mail stack">
      <h2>{subject}</h2>
      <p className="quiet">
        <Trans>
          To {to} · from {from} · <time dateTime={sentAt}>{sentAt}</time>
        </Trans>
      </p>
      <pre className="mail-text">{withLinks(text)}</pre>
    </article>
  )
}

/** The addresses in a mail's text as links, as mail programs show them. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, n) =>
    n % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that never changes
      <a key={n} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  )
}
