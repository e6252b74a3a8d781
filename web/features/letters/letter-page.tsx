import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { LetterPage } from '#contract/letters.ts'
import type { PageData } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { formatDay } from '../../i18n/format.ts'
import { useHref } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { AnswerForm } from './answer-form.tsx'
import { Island } from './composer/copy-island.tsx'
import { LetterSheet } from './composer/letter-sheet.tsx'
import { LetterNotFound } from './confirm-letter-page.tsx'
import { LetterEvents } from './letter-events.tsx'
import { useStateWords } from './state-words.ts'

export const page: PageModule<'letter'> = {
  islandOf: ({ letter }) => (letter?.copyText ? { text: letter.copyText } : null),
  title: ({ letter }, i18n) => (letter ? i18n._(msg`Your letter`) : i18n._(msg`This link is not valid`)),
  Page({ data }) {
    const { letter: own, done } = data
    if (!own) return <LetterNotFound />
    return (
      <div className="column stack">
        <Done done={done} />
        <h1 className="no-print">
          <Trans>Your letter</Trans>
        </h1>
        <State own={own} />
        <Ways own={own} />
        {own.asksForAnswer && <AnswerForm own={own} />}
        {own.letter && <LetterSheet letter={own.letter} />}
        <LetterEvents own={own} />
        <Keep own={own} />
      </div>
    )
  },
}

function Done({ done }: { done: PageData['letter']['done'] }) {
  if (!done) return null
  return (
    <p className="note no-print" role="status">
      {done === 'answered' ? <Trans>Thank you. You can say something else at any time.</Trans> : <Trans>Done.</Trans>}
    </p>
  )
}

/** Where the letter is, in a sentence, and what comes next. */
function State({ own }: { own: LetterPage }) {
  const { title, next } = useStateWords(own)
  return (
    <section className="note letter-state no-print" aria-labelledby="state">
      <h2 id="state">{title}</h2>
      <p>{next}</p>
      {own.reason && (
        <p>
          <Trans>
            The reason given: <q lang="en">{own.reason}</q>
          </Trans>
        </p>
      )}
    </section>
  )
}

/** How its writer can send it: their own hand, where no mail of ours carries it or besides. */
function Ways({ own }: { own: LetterPage }) {
  const { i18n } = useLingui()
  const { token, letter, copyText, form, email, ways, state } = own
  if (!letter || !copyText || state === 'cancelled') return null
  const name = verbatim(letter.recipient.name)
  const pdf = `/api/v1/letters/${token}/letter.pdf`
  const mailto =
    email && `mailto:${email}?${new URLSearchParams({ subject: letter.subject, body: copyText }).toString().replaceAll('+', '%20')}`
  const isTheirs = state === 'confirmed' || state === 'failed' || state === 'bounced' || state === 'sent-by-writer'
  const list = (
    <ul className="plain-list letter-ways stack">
      {form && (
        <li>
          <p>
            <a className="button" href={form} target="_blank" rel="noreferrer noopener external">
              <Trans>Open their own form</Trans>
            </a>
          </p>
          <p className="quiet">
            <Trans>
              Copy your letter, paste it into the field for the message, and send it there. Such forms ask for your address as well.
            </Trans>
          </p>
          <div data-island="">
            <Island data={{ text: copyText }} />
          </div>
        </li>
      )}
      <li>
        <p>
          <a className="button second" href={pdf}>
            <Trans>Print it (PDF)</Trans>
          </a>
        </p>
        <p className="quiet">
          {letter.recipient.postal ? (
            <Trans>Sign it by hand and post it; the address is placed for an envelope with a window.</Trans>
          ) : (
            <Trans>Sign it by hand and post it. We know no postal address of {name}: the parliament’s own pages have it.</Trans>
          )}
        </p>
      </li>
      {mailto && ways.includes('mailto') && (
        <li>
          <p>
            <a href={mailto}>
              <Trans>Send it with your own mail program</Trans>
            </a>
          </p>
        </li>
      )}
    </ul>
  )
  return (
    <section className="stack no-print" aria-labelledby="ways" lang={i18n.locale}>
      <h2 id="ways">{isTheirs ? <Trans>Send it to {name}</Trans> : <Trans>On paper, if you like</Trans>}</h2>
      {list}
      {isTheirs && <SentForm own={own} />}
    </section>
  )
}

function SentForm({ own }: { own: LetterPage }) {
  const href = useHref()
  const { token, state, form, ways, letter, isTest } = own
  const action = href(`/letters/${token}`)
  if (state === 'sent-by-writer') {
    return (
      <form method="post" action={action}>
        <button className="button second" type="submit" name="action" value="not-sent">
          <Trans>I have not sent it after all</Trans>
        </button>
      </form>
    )
  }
  return (
    <form method="post" action={action} className="note letter-question">
      <p>
        <Trans>Have you sent it? Then say so, and we ask in two weeks whether there was an answer.</Trans>
      </p>
      <p className="buttons">
        {form && (
          <button className="button second" type="submit" name="action" value="sent web-form">
            <Trans>Sent with their form</Trans>
          </button>
        )}{' '}
        <button className="button second" type="submit" name="action" value="sent print">
          <Trans>Posted on paper</Trans>
        </button>{' '}
        {letter?.recipient.postal && !isTest && (
          <button className="button second" type="submit" name="action" value="post-for-me">
            <Trans>Let volunteers print and post it</Trans>
          </button>
        )}{' '}
        {ways.includes('mailto') && (
          <button className="button second" type="submit" name="action" value="sent mailto">
            <Trans>Sent with my mail program</Trans>
          </button>
        )}
      </p>
    </form>
  )
}

/** How long the text is kept, and how to be rid of it now. */
function Keep({ own }: { own: LetterPage }) {
  const { i18n } = useLingui()
  const href = useHref()
  const { token, letter, keepsText, textUntil, canRecall, state } = own
  const until = formatDay(i18n.locale, textUntil)
  const action = href(`/letters/${token}`)
  return (
    <section className="stack no-print" aria-labelledby="keep">
      <h2 id="keep">
        <Trans>What is kept</Trans>
      </h2>
      {letter ? (
        <p>
          <Trans>The text is kept here, encrypted, until {until}. Then only where it went and when is left, without your name.</Trans>
        </p>
      ) : (
        <p>
          <Trans>The text has been deleted. What is left is where it went and when, without your name.</Trans>
        </p>
      )}
      <form method="post" action={action} className="buttons">
        {letter && (
          <>
            <input type="hidden" name="keep" value={keepsText ? 'no' : 'yes'} />
            <button className="button second" type="submit" name="action" value="keep">
              {keepsText ? <Trans>Let the text go after 28 days</Trans> : <Trans>Keep the text for me</Trans>}
            </button>{' '}
          </>
        )}
        {letter && state !== 'sending' && (
          <>
            <button className="button second" type="submit" name="action" value="anew">
              {canRecall ? <Trans>Change it</Trans> : <Trans>Write another with these words</Trans>}
            </button>{' '}
          </>
        )}
        {canRecall && (
          <>
            <button className="button danger" type="submit" name="action" value="recall">
              <Trans>Take it back</Trans>
            </button>{' '}
          </>
        )}
        {letter && state !== 'sending' && (
          <button className="button danger" type="submit" name="action" value="erase">
            <Trans>Delete what I wrote</Trans>
          </button>
        )}
      </form>
    </section>
  )
}
