import { Trans } from '@lingui/react/macro'
import type { LetterPage } from '#contract/letters.ts'
import { useHref } from '../../i18n/link.tsx'

/** Did they answer? One press says so; another later counts instead. */
export function AnswerForm({ own }: { own: LetterPage }) {
  const href = useHref()
  const { token, answer } = own
  return (
    <form method="post" action={href(`/letters/${token}`)} className="note letter-question no-print">
      <input type="hidden" name="action" value="answer" />
      <h2>
        <Trans>Did they answer?</Trans>
      </h2>
      <p className="quiet">
        {answer === 'yes' && <Trans>You said: yes, a person answered.</Trans>}
        {answer === 'automatic' && <Trans>You said: only an automatic reply.</Trans>}
        {answer === 'no' && <Trans>You said: no answer.</Trans>}
        {answer === null && <Trans>We ask after two weeks, and once more after three. From this we learn which offices answer.</Trans>}
      </p>
      <p className="buttons">
        <button className="button second" type="submit" name="answer" value="yes" aria-pressed={answer === 'yes'}>
          <Trans>Yes, a person</Trans>
        </button>{' '}
        <button className="button second" type="submit" name="answer" value="automatic" aria-pressed={answer === 'automatic'}>
          <Trans>Only an automatic reply</Trans>
        </button>{' '}
        <button className="button second" type="submit" name="answer" value="no" aria-pressed={answer === 'no'}>
          <Trans>No</Trans>
        </button>
      </p>
    </form>
  )
}
