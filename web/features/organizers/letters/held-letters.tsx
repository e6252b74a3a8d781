import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { HeldLetterItem } from '#contract/organize/letters.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../../api/call.ts'
import { useCalls } from '../access/prove.tsx'
import { ProblemNote, Show } from '../notices.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useMe } from '../use-me.ts'
import { ago } from '../words.ts'

/** Sentences that its writer reads when a letter is not let go. */
const refusals = [
  'It has words that threaten or insult. Write it without them, and it goes.',
  'It advertises something, or has links that have nothing to do with the request.',
  'It speaks of a private person by name in a way that could harm them.',
]

/** A decision can be taken back for this long before anything is sent. */
const undoMs = 8000

type Decision = { letter: HeldLetterItem; path: 'release' | 'refuse'; body: object }

/** Letters that wait, one after the other. Keys: J and K go through them, O opens, R releases. */
export function HeldLetters({ onDecided }: { onDecided(): void }) {
  const { api } = useMe()
  const { ask } = useCalls()
  const held = useLoaded<{ items: HeldLetterItem[] }>(`${api}/letters/held`, 30_000)
  const [at, setAt] = useState(0)
  const [words, setWords] = useState<{ id: string; subject: string; text: string } | null>(null)
  const [pending, setPending] = useState<Decision | null>(null)
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const items = (held.data?.items ?? []).filter(({ id }) => id !== pending?.letter.id)
  const letter = items[Math.min(at, items.length - 1)]

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : noAnswer)
    }
  }
  const open = (id: string) =>
    void attempt(async () => setWords({ id, ...(await ask<{ subject: string; text: string }>(`${api}/letters/${id}/open`, {})) }))

  // What is decided is done when the time to take it back is over, or when the page is left.
  const carryOut = useRef<(decision: Decision) => void>(() => {})
  carryOut.current = (decision) =>
    void attempt(async () => {
      await ask(`${api}/letters/${decision.letter.id}/${decision.path}`, decision.body)
      held.reload()
      onDecided()
    })
  useEffect(() => {
    if (!pending) return
    let isOpen = true
    const finish = () => {
      if (isOpen) carryOut.current(pending)
      isOpen = false
    }
    const timer = setTimeout(() => {
      finish()
      setPending(null)
    }, undoMs)
    return () => {
      clearTimeout(timer)
      if (!taken.current.has(pending.letter.id)) finish()
    }
  }, [pending])
  const taken = useRef(new Set<string>())

  const decide = (decision: Decision) => {
    taken.current.delete(decision.letter.id)
    setPending(decision)
    setWords(null)
  }
  const takeBack = () => {
    if (pending) taken.current.add(pending.letter.id)
    setPending(null)
  }

  // With what is shown, and not a moment later: a key that is pressed at once must find its act.
  useLayoutEffect(() => {
    const acts: Record<string, () => void> = {
      j: () => setAt((known) => Math.min(known + 1, Math.max(0, items.length - 1))),
      k: () => setAt((known) => Math.max(known - 1, 0)),
      ...(letter ? { o: () => open(letter.id) } : {}),
      ...(letter && words?.id === letter.id ? { r: () => decide({ letter, path: 'release', body: {} }) } : {}),
    }
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, dialog') !== null
      if (!isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) acts[event.key]?.()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return (
    <section className="stack" aria-labelledby="held">
      <h2 id="held">Held until somebody looks</h2>
      <ProblemNote problem={problem} />
      {pending && (
        <p className="note" role="status">
          {pending.path === 'release' ? 'It goes on to its office.' : 'It does not go, and its writer is told.'}{' '}
          <button type="button" className="link" onClick={takeBack}>
            Undo
          </button>
        </p>
      )}
      <Show loaded={held}>
        {() =>
          letter === undefined ? (
            <p>No letter waits.</p>
          ) : (
            <>
              <p className="quiet">
                {items.indexOf(letter) + 1} of {items.length}, the oldest first. Keys: <kbd>J</kbd> next, <kbd>K</kbd> back, <kbd>O</kbd>{' '}
                read, <kbd>R</kbd> let go.
              </p>
              <OneLetter
                key={letter.id}
                letter={letter}
                words={words?.id === letter.id ? words : null}
                onOpen={() => open(letter.id)}
                onRelease={() => decide({ letter, path: 'release', body: {} })}
                onRefuse={(reason) => decide({ letter, path: 'refuse', body: { reason } })}
              />
            </>
          )
        }
      </Show>
    </section>
  )
}

type OneLetterProps = {
  letter: HeldLetterItem
  words: { subject: string; text: string } | null
  onOpen(): void
  onRelease(): void
  onRefuse(reason: string): void
}

function OneLetter({ letter, words, onOpen, onRelease, onRefuse }: OneLetterProps) {
  const [reason, setReason] = useState('')
  return (
    <article className="panel stack">
      <dl className="pairs">
        <dt>About</dt>
        <dd>{letter.askId}</dd>
        <dt>To</dt>
        <dd>{letter.recipient}</dd>
        <dt>Waits since</dt>
        <dd>{letter.confirmedAt ? ago(letter.confirmedAt) : '–'}</dd>
        <dt>Because of</dt>
        <dd>{letter.reasons.join(', ')}</dd>
      </dl>
      {words === null ? (
        <p>
          <button type="button" className="button" onClick={onOpen}>
            Read it
          </button>{' '}
          <span className="quiet">That you read it is written down.</span>
        </p>
      ) : (
        <>
          <h3>{words.subject}</h3>
          <p className="as-typed letter-text">{words.text}</p>
          <p>
            <button type="button" className="button" onClick={onRelease}>
              Let it go
            </button>
          </p>
          <div className="field">
            <label htmlFor="refusal">Or do not let it go. Its writer reads why:</label>
            <textarea className="input" id="refusal" value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
          </div>
          <ul className="plain-list">
            {refusals.map((sentence) => (
              <li key={sentence}>
                <button type="button" className="link" onClick={() => setReason(sentence)}>
                  {sentence}
                </button>
              </li>
            ))}
          </ul>
          <p>
            <button type="button" className="button danger" disabled={reason.trim() === ''} onClick={() => onRefuse(reason.trim())}>
              Do not let it go
            </button>
          </p>
        </>
      )}
    </article>
  )
}
