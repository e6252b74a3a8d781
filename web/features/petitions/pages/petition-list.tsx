import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PetitionItem } from '#contract/petitions.ts'
import { formatDay, formatNumber } from '../../../i18n/format.ts'
import { Link } from '../../../i18n/link.tsx'

/** Petitions with addressee, count and the way to each. */
export function PetitionList({ petitions, heading }: { petitions: PetitionItem[]; heading: 'h2' | 'h3' }) {
  if (petitions.length === 0) {
    return (
      <p>
        <Trans>There is no petition here yet.</Trans>
      </p>
    )
  }
  return (
    <ul className="plain-list petition-list">
      {petitions.map((petition) => (
        <PetitionEntry key={petition.slug} petition={petition} heading={heading} />
      ))}
    </ul>
  )
}

function PetitionEntry({ petition, heading: Heading }: { petition: PetitionItem; heading: 'h2' | 'h3' }) {
  const { i18n } = useLingui()
  const { slug, title, count, state, openedAt, closesAt } = petition
  const addressee = <span lang="en">{petition.addressee}</span>
  const number = formatNumber(i18n.locale, count)
  const opened = formatDay(i18n.locale, openedAt)
  const closed = closesAt ? formatDay(i18n.locale, closesAt) : null
  const href = `/petitions/${slug}`
  return (
    <li className="petition-entry">
      <p className="kicker">
        <Trans>A petition to the {addressee}</Trans>
      </p>
      <Heading lang="en">
        <Link to={href}>{title}</Link>
      </Heading>
      <p className="number">
        <strong>{number}</strong> <Plural value={count} one="person has signed and confirmed" other="people have signed and confirmed" />
      </p>
      <p className="quiet">
        {state === 'open' ? <Trans>Open since {opened}</Trans> : closed ? <Trans>Closed on {closed}</Trans> : <Trans>Closed</Trans>}
      </p>
      {state === 'open' && (
        <p>
          <Link className="button" to={href}>
            <Trans>Read and sign</Trans>
          </Link>
        </p>
      )}
    </li>
  )
}
