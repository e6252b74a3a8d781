import { Trans } from '@lingui/react/macro'
import type { Evidence } from '#contract/evidence.ts'

/** The denial beside what it denies, in the same size, with the way to the whole position. */
export function DenialLine({ evidence }: { evidence: Pick<Evidence, 'denial' | 'position'> }) {
  const { denial, position } = evidence
  if (!denial) return null
  const text = <span lang="en">{denial.text}</span>
  const heading = <span lang="en">{position.heading}</span>
  return (
    <p className="note position denial">
      <Trans>
        <a href="#position">{heading}:</a> {text}
      </Trans>
    </p>
  )
}
