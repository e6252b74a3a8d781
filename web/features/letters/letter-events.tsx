import { Trans, useLingui } from '@lingui/react/macro'
import type { LetterPage } from '#contract/letters.ts'
import { useStateNames } from './state-words.ts'

/** What happened to the letter, with what mail servers said, word for word. */
export function LetterEvents({ own }: { own: LetterPage }) {
  const { i18n } = useLingui()
  const names = useStateNames()
  const moment = new Intl.DateTimeFormat(i18n.locale === 'en' ? 'en-GB' : i18n.locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return (
    <section className="stack no-print" aria-labelledby="events">
      <h2 id="events">
        <Trans>What happened</Trans>
      </h2>
      <ol className="plain-list letter-events">
        {own.events.map(({ at, state, reply, isDelayed }) => (
          <li key={at + state}>
            <time dateTime={at} className="quiet">
              {moment.format(new Date(at))} UTC
            </time>
            <br />
            {isDelayed ? <Trans>The mail server asked us to try again later</Trans> : names[state]}
            {reply && (
              <>
                {' '}
                <code lang="en">{reply}</code>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
