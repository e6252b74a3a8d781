import { Trans, useLingui } from '@lingui/react/macro'
import type { Correction } from '#contract/campaigns.ts'
import { formatDay } from '../../i18n/format.ts'

/** What a claim said before, when it was changed and why. Nothing where nothing was. */
export function CorrectionList({ corrections }: { corrections: Correction[] }) {
  if (corrections.length === 0) return null
  return (
    <ul className="plain-list corrections">
      {corrections.map((correction) => (
        <CorrectionEntry key={`${correction.on} ${correction.field} ${correction.was}`} correction={correction} />
      ))}
    </ul>
  )
}

function CorrectionEntry({ correction }: { correction: Correction }) {
  const { i18n } = useLingui()
  const day = formatDay(i18n.locale, correction.on)
  const was = <span lang="en">{correction.was}</span>
  const reason = <span lang="en">{correction.reason}</span>
  return (
    <li className="note">
      <p>
        <Trans>
          <strong>Corrected on {day}.</strong> {reason}
        </Trans>
      </p>
      <p className="quiet">
        <Trans>
          It said before: <del>{was}</del>
        </Trans>
      </p>
    </li>
  )
}
