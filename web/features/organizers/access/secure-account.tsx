import type { FormEvent } from 'react'
import { useState } from 'react'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../../api/call.ts'
import { TextField } from '../../../ui/fields.tsx'
import { ProblemNote } from '../notices.tsx'
import { hasPasskeys, makePasskey, passkeyNotUsed } from './passkeys.ts'
import { useCalls } from './prove.tsx'

const notUsed: ProblemDocument = { ...noAnswer, title: 'Nothing was changed', detail: passkeyNotUsed }

/** Sets up a way to sign in: a passkey, or a password with an authenticator app. */
export function SecureAccount({ onDone }: { onDone(): void }) {
  const { ask } = useCalls()
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const [app, setApp] = useState<{ uri: string; secret: string } | null>(null)

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : notUsed)
    }
  }
  const addPasskey = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('passkey') ?? '')
    void attempt(async () => {
      await makePasskey(name, ask)
      onDone()
    })
  }
  const startApp = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('new-password') ?? '')
    void attempt(async () => setApp(await ask('/api/v1/organize/authenticator/start', { password })))
  }
  const finishApp = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('app-code') ?? '')
    void attempt(async () => {
      await ask('/api/v1/organize/authenticator', { code })
      setApp(null)
      onDone()
    })
  }
  return (
    <div className="stack">
      <ProblemNote problem={problem} />
      {hasPasskeys() && (
        <form onSubmit={addPasskey} className="panel fields">
          <h3>A passkey</h3>
          <p>
            Your phone, computer or security key keeps it, and asks for your finger, face or PIN. Nobody can steal it with a false page.
          </p>
          <TextField
            name="passkey"
            label="A name for it"
            hint="So that you know it again, such as “Phone”"
            input={{ required: true, maxLength: 60 }}
          />
          <p>
            <button type="submit" className="button">
              Make a passkey
            </button>
          </p>
        </form>
      )}
      {app === null ? (
        <form onSubmit={startApp} className="panel fields">
          <h3>A password with an authenticator app</h3>
          <TextField
            name="new-password"
            label="A new password"
            hint="Twelve characters or more; four words that have nothing to do with each other are good"
            input={{ type: 'password', autoComplete: 'new-password', required: true, minLength: 12, maxLength: 200 }}
          />
          <p>
            <button type="submit" className="button second">
              Next: the app
            </button>
          </p>
        </form>
      ) : (
        <form onSubmit={finishApp} className="panel fields">
          <h3>Now the app</h3>
          <p>
            Open your authenticator app, add an account, and type this key in; on a phone that has the app,{' '}
            <a href={app.uri}>open it there</a>.
          </p>
          <p>
            <code className="secret">{app.secret.replaceAll(/.{4}(?=.)/g, '$& ')}</code>
          </p>
          <TextField
            name="app-code"
            label="The code that the app shows now"
            input={{ inputMode: 'numeric', autoComplete: 'one-time-code', required: true, className: 'input code', maxLength: 7 }}
          />
          <p>
            <button type="submit" className="button">
              Use password and app from now on
            </button>
          </p>
        </form>
      )}
    </div>
  )
}
