import { Trans } from '@lingui/react/macro'
import type { Evidence } from '#contract/evidence.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'

/** The denial beside what it denies, in the same size, with the way to the whole position. */
export function DenialLine({ evidence }: { evidence: Pick<Evidence, 'denial' | 'position'> }) {
  const { denial, position } = evidence
  const lang = useCampaignLang()
  if (!denial) return null
  const text = <span lang={lang}>{denial.text}</span>
  const heading = <span lang={lang}>{position.heading}</span>
  return (
    <p className="note position denial">
      <Trans>
        <a href="#position">{heading}:</a> {text}
      </Trans>
    </p>
  )
}
