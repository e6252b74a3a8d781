import { Trans, useLingui } from '@lingui/react/macro'
import type { LetterMeasure } from '#contract/letters.ts'

/** From here on much of the own part stands in a letter that the office has. */
const alike = 0.6
const somewhatAlike = 0.3
const littleOfTheirs = 0.3

/** How much of the letter is its writer's, and how like it is to what the office has. Advice, and never a hindrance. */
export function LetterMeter({ measure }: { measure: LetterMeasure }) {
  const { i18n } = useLingui()
  const percent = (share: number) => new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)
  const { ownShare, similarity } = measure
  const own = percent(ownShare)
  const like = percent(similarity ?? 0)
  return (
    <div className="letter-meter">
      <progress className="progress" max={1} value={ownShare} aria-labelledby="own-share" />
      <p id="own-share" className="quiet">
        <Trans>{own} of this letter are your own words.</Trans>{' '}
        {ownShare < littleOfTheirs && (
          <Trans>A few more sentences of your own make it count: offices sort equal letters into one pile.</Trans>
        )}
      </p>
      {similarity !== null && (
        <p className="quiet">
          {similarity >= alike ? (
            <Trans>
              {like} of your part stand in a letter that this office has already. Say what only you can say: what you saw, whom you know,
              where you live.
            </Trans>
          ) : similarity >= somewhatAlike ? (
            <Trans>{like} of your part stand in a letter that this office has already.</Trans>
          ) : (
            <Trans>This office has had nothing like it through this site.</Trans>
          )}
        </p>
      )}
    </div>
  )
}
