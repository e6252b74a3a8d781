import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { TestNote } from './composer/draft-form.tsx'
import { LetterSheet } from './composer/letter-sheet.tsx'

export const page: PageModule<'letter-confirm'> = {
  title: ({ letter }, i18n) => (letter ? i18n._(msg`Read your letter and confirm it`) : i18n._(msg`This link is not valid`)),
  Page({ data }) {
    const { letter, isTest, problem } = data
    if (!letter) return <LetterNotFound />
    const name = verbatim(letter.recipient.name)
    return (
      <div className="column stack">
        <h1>
          <Trans>Read your letter and confirm it</Trans>
        </h1>
        {problem && (
          <div className="note error" role="alert" tabIndex={-1}>
            <p>
              <strong>{problem.title}</strong>
            </p>
            <p>{problem.advice}</p>
          </div>
        )}
        <p>
          <Trans>
            This is the letter to {name}, in full. It carries your name and, where it goes by e-mail, your address for the answer.
          </Trans>
        </p>
        <LetterSheet letter={letter} />
        {isTest && <TestNote />}
        <form method="post">
          <button className="button" type="submit">
            <Trans>This is my letter: confirm it</Trans>
          </button>
        </form>
        <p className="quiet">
          <Trans>Nothing goes anywhere until you press the button. If it was not you who wrote this, close the page.</Trans>
        </p>
      </div>
    )
  },
}

/** For links that are malformed, foreign or past their time: which of these is not told. */
export function LetterNotFound() {
  return (
    <div className="column stack">
      <h1>
        <Trans>This link to a letter is not valid, or no longer</Trans>
      </h1>
      <p>
        <Trans>
          Letters that are not confirmed are kept for 30 days, and mail programs sometimes cut links. Check that the whole address is there.
        </Trans>
      </p>
      <p>
        <Trans>
          You can <Link to="/write">choose a request and write again</Link>.
        </Trans>
      </p>
    </div>
  )
}
