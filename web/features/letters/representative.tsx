import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Channel, Legislator } from '#contract/legislators.ts'

/** One person, as an envelope has them, and the ways to write to them. */
export function Representative({ person, division, children }: { person: Legislator; division: string | null; children: ReactNode }) {
  const { name, honorific, party, website } = person
  const channels = person.channels.filter(isForPeople)
  const [main, local] = [channels.filter((way) => !isLocal(way)), channels.filter(isLocal)]
  return (
    <li className="office stack">
      <p>
        <strong>
          <bdi>{honorific ? `${honorific} ${name}` : name}</bdi>
        </strong>
        {[party, division].map(
          (word) =>
            word && (
              <span key={word}>
                {' '}
                · <bdi>{word}</bdi>
              </span>
            ),
        )}
      </p>
      {person.isTermOver && (
        <p className="note warning">
          <Trans>The term has ended by the list that we have: somebody else may hold this seat by now.</Trans>
        </p>
      )}
      {children}
      {channels.length === 0 && !website && (
        <p className="quiet">
          <Trans>We know no address. The parliament’s own pages have one.</Trans>
        </p>
      )}
      <Ways channels={main} website={website} />
      {local.length > 0 && (
        <details>
          <summary>
            <Trans>Offices nearer to you</Trans>
          </summary>
          <Ways channels={local} website={null} />
        </details>
      )}
    </li>
  )
}

/** Office codes are for programs that deliver. */
function isForPeople({ kind }: Channel): boolean {
  return kind !== 'cwc'
}

/** What has a label is one of several offices. */
function isLocal({ kind, label }: Channel): boolean {
  return label !== null && (kind === 'phone' || kind === 'postal')
}

function Ways({ channels, website }: { channels: Channel[]; website: string | null }) {
  return (
    <ul className="plain-list ways">
      {channels.map((channel) => (
        <li key={`${channel.kind} ${channel.value}`}>
          <Way channel={channel} />
        </li>
      ))}
      {website && (
        <li>
          <a href={website} rel="noreferrer external">
            <Trans>Their own pages</Trans>
          </a>
        </li>
      )}
    </ul>
  )
}

function Way({ channel: { kind, value, label } }: { channel: Channel }) {
  const place = label ? (
    <span className="quiet">
      {' '}
      (<bdi>{label}</bdi>)
    </span>
  ) : null
  const text = <bdi>{value}</bdi>
  if (kind === 'email')
    return (
      <>
        <a href={`mailto:${value}`}>{text}</a>
        {place}
      </>
    )
  if (kind === 'web-form')
    return (
      <>
        <a href={value} rel="noreferrer external">
          <Trans>Contact form</Trans>
        </a>
        {place}
      </>
    )
  if (kind === 'postal')
    return (
      <>
        <address dir="ltr">
          {value.split('\n').map((line) => (
            <span key={line}>
              {line}
              <br />
            </span>
          ))}
        </address>
        {place}
      </>
    )
  return (
    <>
      <Trans>Telephone: {text}</Trans>
      {place}
    </>
  )
}
