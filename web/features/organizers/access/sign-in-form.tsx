import type { FormEvent } from 'react'
import { useState } from 'react'
import { call, Refusal } from '../../../api/call.ts'
import { TextField } from '../../../ui/fields.tsx'
import { hasPasskeys, passkeyNotUsed, signInWithPasskey } from './passkeys.ts'

/** Signs in with a passkey or, folded away, with password and code; tells `onDone` when it is done. */
export function SignInForm({ onDone, words }: { onDone(): void; words: string }) {
  const [fault, setFault] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setFault(null)
    try {
      await work()
      onDone()
    } catch (error) {
      setFault(error instanceof Refusal ? error.problem.detail : passkeyNotUsed)
    } finally {
      setBusy(false)
    }
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = Object.fromEntries(new FormData(event.currentTarget))
    void attempt(() => call('/api/v1/organize/sign-in/password', given))
  }
  return (
    <div className="stack">
      {fault && (
        <p className="note error" role="alert">
          {fault}
        </p>
      )}
      {hasPasskeys() && (
        <p>
          <button type="button" className="button" disabled={isBusy} onClick={() => void attempt(signInWithPasskey)}>
            {words} with a passkey
          </button>
        </p>
      )}
      <details open={!hasPasskeys()}>
        <summary>{words} with password and code</summary>
        <form onSubmit={onSubmit} className="fields">
          <TextField name="email" label="E-mail address" input={{ type: 'email', autoComplete: 'username', required: true }} />
          <TextField name="password" label="Password" input={{ type: 'password', autoComplete: 'current-password', required: true }} />
          <TextField
            name="code"
            label="Code"
            hint="The six digits that your authenticator app shows now"
            input={{ inputMode: 'numeric', autoComplete: 'one-time-code', required: true, className: 'input code', maxLength: 7 }}
          />
          <p>
            <button type="submit" className="button second" disabled={isBusy}>
              {words}
            </button>
          </p>
        </form>
      </details>
    </div>
  )
}
