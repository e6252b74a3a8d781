import { Trans, useLingui } from '@lingui/react/macro'
import type { Ask, Office } from '#contract/campaigns.ts'
import { formatDay } from '../../i18n/format.ts'
import { WriteButton } from './write-button.tsx'

/** The offices that a letter can go to: each with where it can be reached, and when and where that was looked up. */
export function OfficeList({ offices, ask }: { offices: Office[]; ask: Pick<Ask, 'id' | 'hasForm'> }) {
  return (
    <>
      <p>
        <Trans>Offices that anybody can write to, or send a copy:</Trans>
      </p>
      <ul className="plain-list">
        {offices.map((office) => (
          <li key={office.id} className="office">
            <Envelope office={office} />
            <Salutation office={office} />
            {ask.hasForm && <WriteButton ask={ask.id} recipient={`office:${office.id}`} name={office.office} />}
            <Ways office={office} />
            <Checked office={office} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** As it stands on an envelope, line by line; office and body alone where no postal address is known. */
function Envelope({ office: { office, body, postal } }: { office: Office }) {
  return (
    <address lang="en">
      <strong>{office}</strong>
      {[body, ...(postal ?? [])].map((line) => (
        <span key={line}>
          <br />
          {line}
        </span>
      ))}
    </address>
  )
}

function Salutation({ office: { addressAs } }: { office: Office }) {
  const salutation = <span lang="en">Dear {addressAs},</span>
  return (
    <p>
      <Trans>Form of address: {salutation}</Trans>
    </p>
  )
}

function Ways({ office: { email, form } }: { office: Office }) {
  if (email === null && form === null) return null
  return (
    <p>
      {email !== null && (
        <a href={`mailto:${email}`} lang="en">
          {email}
        </a>
      )}
      {email !== null && form !== null && ' · '}
      {form !== null && (
        <a href={form} rel="noreferrer external">
          <Trans>Its own contact form</Trans>
        </a>
      )}
    </p>
  )
}

/** A stored copy of a page may be older than the page: readers are told that one was read. */
function Checked({ office: { checkedOn, source } }: { office: Office }) {
  const { i18n } = useLingui()
  const day = formatDay(i18n.locale, checkedOn)
  const { title, publisher, url, copyRead } = source
  const page = (
    <>
      <a href={url} rel="noreferrer external" lang="en">
        {title}
      </a>{' '}
      (<span lang="en">{publisher}</span>)
    </>
  )
  return (
    <p className="quiet source-line">
      {copyRead ? (
        <Trans>
          Checked on {day} in a stored copy; look at the page itself before you write: {page}
        </Trans>
      ) : (
        <Trans>
          Checked on {day}, source: {page}
        </Trans>
      )}
      {copyRead && copyRead !== url && (
        <>
          {' · '}
          <a href={copyRead} rel="noreferrer external">
            <Trans>copy read</Trans>
          </a>
        </>
      )}
    </p>
  )
}
