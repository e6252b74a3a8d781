import { Trans, useLingui } from '@lingui/react/macro'
import type { Evidence, Picture } from '#contract/evidence.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { Link } from '../../i18n/link.tsx'
import { BarChart } from '../../ui/figures/bar-chart.tsx'
import { Figure } from '../../ui/figures/figure.tsx'
import { ContentPanel } from './content-panel.tsx'
import { DenialLine } from './denial-line.tsx'

/** Figures of the ledger side by side, never summed, with what must be known to read them rightly. */
export function EvidencePicture({ picture, evidence }: { picture: Picture; evidence: Evidence }) {
  const { t } = useLingui()
  const lang = useCampaignLang()
  const { id, title, unit, caveat, bars, isGraphic } = picture
  const { publisher, year } = evidence.article
  const figure = (
    <div className="stack">
      <Figure
        id={id}
        heading="h3"
        title={title}
        units={unit}
        source={
          <Trans>
            As reported by {publisher}, {year}:{' '}
            {bars.map(({ factId, by }, n) => (
              <span key={factId}>
                {n > 0 && '; '}
                <Link to={`/facts/${factId}`}>{by}</Link>
              </span>
            ))}
          </Trans>
        }
        table={{
          summary: t`The same as a table`,
          caption: title,
          columns: [t`What`, t`Figure`, t`Who says it`, t`As of`],
          rows: bars.map(({ label, display, by, asOf }) => [label, display, by, asOf]),
        }}
      >
        <BarChart
          id={`${id}-bars`}
          empty={null}
          bars={bars.map(({ label, value, display }, n) => ({ label, value, display, pattern: n % 2 === 0 ? 'plain' : 'hatched' }))}
        />
      </Figure>
      <p className="reading-note" lang={lang}>
        {caveat}
      </p>
      <DenialLine evidence={evidence} />
    </div>
  )
  return isGraphic ? <ContentPanel>{figure}</ContentPanel> : figure
}
