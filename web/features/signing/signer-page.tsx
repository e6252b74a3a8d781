import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { PageData } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { formatDay } from '../../i18n/format.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { SignerSignature } from './signer-signature.tsx'

export const page: PageModule<'signer'> = {
  title: ({ isValid }, i18n) => (isValid ? i18n._(msg`Your signatures`) : i18n._(msg`This link is not valid`)),
  Page({ data }) {
    if (!data.isValid) return <NotValid />
    const { maskedEmail, signatures, done } = data
    return (
      <div className="column stack">
        <h1>
          <Trans>Your signatures</Trans>
        </h1>
        {done === 'withdrawn' && (
          <p className="note" role="status">
            <Trans>
              Withdrawn. What we kept of it is deleted. If it was counted already, the next published count is one lower, and the log says
              that an entry was withdrawn, not whose.
            </Trans>
          </p>
        )}
        {done === 'changed' && (
          <p className="note" role="status">
            <Trans>Your choices are saved.</Trans>
          </p>
        )}
        {signatures.length + data.letters.length === 0 ? <Nothing hasAddress={maskedEmail !== null} /> : <All data={data} />}
      </div>
    )
  },
}

function OwnLetters({ letters }: { letters: PageData['signer']['letters'] }) {
  const { i18n } = useLingui()
  if (letters.length === 0) return null
  return (
    <>
      <h2>
        <Trans>Your letters</Trans>
      </h2>
      <ul className="plain-list stack">
        {letters.map(({ ask, at, path, recipientName }) => {
          const day = formatDay(i18n.locale, at)
          const name = verbatim(recipientName ?? '')
          return (
            <li key={ask + at}>
              {path === null ? (
                <Trans>A letter of {day} that nobody has confirmed. It is deleted 30 days later.</Trans>
              ) : (
                <Link to={path}>
                  {recipientName ? (
                    <Trans>
                      Your letter to {name}, {day}
                    </Trans>
                  ) : (
                    <Trans>A letter of {day}, whose text is deleted</Trans>
                  )}
                </Link>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function All({ data }: { data: PageData['signer'] }) {
  const { signatures, token, consent } = data
  const maskedEmail = verbatim(data.maskedEmail ?? '')
  return (
    <>
      <p>
        <Trans>
          This is all that we keep for <strong>{maskedEmail}</strong>. Nobody else can open this page without the link from your mail.
        </Trans>
      </p>
      <ul className="plain-list stack">
        {signatures.map((signature) => (
          <SignerSignature key={`${signature.slug} ${signature.signedAt}`} signature={signature} token={token} consent={consent} />
        ))}
      </ul>
      <OwnLetters letters={data.letters} />
      <h2>
        <Trans>Erase everything</Trans>
      </h2>
      <details className="stack">
        <summary>
          <Trans>Withdraw all and erase all that is kept for my address…</Trans>
        </summary>
        <p>
          <Trans>
            Every signature is withdrawn and deleted, every letter that has not gone and the text of those that have, and with it this link.
            It cannot be undone; you could only sign again. In the public log numbered entries stay that nobody, we included, can connect
            with you.
          </Trans>
        </p>
        <form method="post">
          <input type="hidden" name="action" value="erase" />
          <button className="button danger" type="submit">
            <Trans>Erase everything now</Trans>
          </button>
        </form>
      </details>
    </>
  )
}

function Nothing({ hasAddress }: { hasAddress: boolean }) {
  return (
    <>
      <p>
        <Trans>Nothing of yours is kept here, or no longer.</Trans>
      </p>
      <p className="quiet">
        {hasAddress && <Trans>The link you came by still holds your address, encrypted, until it lapses within a day. </Trans>}
        <Link to="/petitions">
          <Trans>All petitions</Trans>
        </Link>
      </p>
    </>
  )
}

function NotValid() {
  return (
    <div className="column stack">
      <h1>
        <Trans>This link is not valid, or no longer</Trans>
      </h1>
      <p>
        <Trans>Links to your own page work for a day, and mail programs sometimes cut them. Check that the whole address is there.</Trans>
      </p>
      <p>
        <Link to="/me">
          <Trans>Ask for a new link</Trans>
        </Link>
      </p>
    </div>
  )
}
