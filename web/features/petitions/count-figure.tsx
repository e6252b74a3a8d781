import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PetitionCount } from '#contract/petitions.ts'
import { useLiveCount } from '../../api/use-live-count.ts'
import { formatDay, formatNumber, formatTime } from '../../i18n/format.ts'
import { Link } from '../../i18n/link.tsx'
import { useRareAnnouncement } from './use-rare-announcement.ts'

/** The published count, live, with when it was published and the way to the next goal. */
export function CountFigure({ slug, first, goals, openedAt }: { slug: string; first: PetitionCount; goals: number[]; openedAt: string }) {
  const { i18n, t } = useLingui()
  const { count, asOf } = useLiveCount(slug, first)
  const { locale } = i18n
  const number = formatNumber(locale, count)
  const announced = useRareAnnouncement(number)
  const goal = goals.find((next) => next > count) ?? null
  const day = formatDay(locale, asOf)
  const time = formatTime(locale, asOf)
  const isEmpty = asOf === openedAt && count === 0
  return (
    <div className="count-figure">
      <p>
        <strong className="count number" data-testid="count">
          {number}
        </strong>
        <Plural value={count} one="person has signed and confirmed" other="people have signed and confirmed" />
      </p>
      <p className="visually-hidden" aria-live="polite">
        {announced && t`Signatures now: ${announced}`}
      </p>
      {goal !== null && <GoalLine count={count} goal={goal} />}
      <p className="quiet number">
        {isEmpty ? (
          <Trans>Nothing has been counted yet.</Trans>
        ) : (
          <Trans>
            Published {day}, {time} UTC
          </Trans>
        )}
      </p>
      <p className="quiet">
        <Link to="/verify">
          <Trans>How to check this number</Trans>
        </Link>
      </p>
    </div>
  )
}

function GoalLine({ count, goal }: { count: number; goal: number }) {
  const { i18n } = useLingui()
  const target = formatNumber(i18n.locale, goal)
  return (
    <>
      <progress className="progress" value={count} max={goal} aria-hidden="true" />
      <p className="quiet number">
        <Trans>Next goal: {target}</Trans>
      </p>
    </>
  )
}
