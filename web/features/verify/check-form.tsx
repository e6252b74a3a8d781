import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useRef, useState, useSyncExternalStore } from 'react'
import { Field } from '../../ui/fields.tsx'

type CheckFormProps = {
  kind: 'receipt' | 'checkpoint'
  label: ReactNode
  hint: ReactNode
  /** Types of file to choose from. */
  accept: string
  button: ReactNode
  /** The key that the reader gave, empty if none, and the one that the site gives. */
  readKey(): string
  siteKey: string
}

/** What is to be checked; each time the button is pressed has a number of its own, and results of its own. */
type Asked = { number: number; text: string; logKey: string }

/** Nothing that can be checked here is larger. */
const maxFileBytes = 100_000
const neverChanges = () => () => {}

/**
 * Takes what is pasted or chosen and has it checked here. It is no form of the page: nothing in it can
 * be sent, not even where a script has failed, and what is typed stays out of every address. What does
 * the checking is loaded when the button is pressed. The fields are read then: what was put into them
 * before the script ran counts too.
 */
export function CheckForm({ kind, label, hint, accept, button, readKey, siteKey }: CheckFormProps) {
  const { t } = useLingui()
  const isReady = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  )
  const file = useRef<HTMLInputElement>(null)
  const pasted = useRef<HTMLTextAreaElement>(null)
  const [error, setError] = useState<string>()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [results, setResults] = useState<typeof import('./check-results.tsx') | null>(null)

  const begin = () => {
    setError(undefined)
    setAsked(null)
  }
  /** What is in the chosen file goes into the field below it, where it can be seen. */
  const takeFile = async () => {
    const [chosen] = file.current?.files ?? []
    if (!chosen || !pasted.current) return
    pasted.current.value = chosen.size > maxFileBytes ? '' : await chosen.text()
    begin()
    if (chosen.size > maxFileBytes) setError(t`This file is too large to be what is looked for here.`)
  }
  const onCheck = async () => {
    if (pasted.current?.value.trim() === '') await takeFile()
    const text = pasted.current?.value ?? ''
    if (text.trim() === '') return setError((known) => known ?? t`Choose a file or paste its content first.`)
    const loaded = await import('./check-results.tsx').catch(() => null)
    if (!loaded) return setError(t`The part of this page that checks could not be loaded. Check your connection and try again.`)
    setResults(loaded)
    setError(undefined)
    setAsked((before) => ({ number: (before?.number ?? 0) + 1, text, logKey: readKey() }))
  }
  return (
    <div className="stack">
      <Field name={`${kind}-file`} label={label} hint={hint}>
        {(tied) => <input className="input" type="file" accept={accept} ref={file} onChange={() => void takeFile()} {...tied} />}
      </Field>
      <Field name={kind} label={<Trans>Or paste its content</Trans>} error={error}>
        {(tied) => (
          <textarea className="input code-text" rows={4} autoComplete="off" spellCheck={false} ref={pasted} onChange={begin} {...tied} />
        )}
      </Field>
      <p>
        <button className="button" type="button" disabled={!isReady} onClick={() => void onCheck()}>
          {button}
        </button>
      </p>
      {results && asked && (
        <results.CheckResults key={asked.number} kind={kind} text={asked.text} logKey={asked.logKey} siteKey={siteKey} />
      )}
    </div>
  )
}
