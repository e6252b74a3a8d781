import { useState } from 'react'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../../api/call.ts'
import { ProblemNote, Show } from '../notices.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useMe } from '../use-me.ts'
import { useTitle } from '../use-title.ts'
import { momentOf } from '../words.ts'
import { useCalls } from './prove.tsx'
import { roleWords } from './role-words.ts'
import { SecureAccount } from './secure-account.tsx'

type Sessions = { items: { id: string; startedAt: string; endsAt: string; isThis: boolean }[] }

/** One's own account: ways to sign in, and sessions. */
export function AccountPage() {
  useTitle('Your account')
  const { me, reload } = useMe()
  const { ask } = useCalls()
  const sessions = useLoaded<Sessions>('/api/v1/organize/sessions')
  const [problem, setProblem] = useState<ProblemDocument | null>(null)

  const post = async (path: string) => {
    setProblem(null)
    try {
      await ask(path, {})
      reload()
      sessions.reload()
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : noAnswer)
    }
  }
  return (
    <div className="stack">
      <h1>Your account</h1>
      <ProblemNote problem={problem} />
      <dl className="pairs">
        <dt>Name</dt>
        <dd>{me.name}</dd>
        <dt>E-mail address</dt>
        <dd>{me.email}</dd>
        {me.campaigns.map((campaign) => (
          <CampaignRow key={campaign.id} title={campaign.title} role={roleWords[campaign.role].name} />
        ))}
      </dl>
      <section className="stack">
        <h2>How you sign in</h2>
        {me.passkeys.length > 0 && (
          <ul className="rows">
            {me.passkeys.map((passkey) => (
              <li key={passkey.id}>
                <span>
                  Passkey “{passkey.name}”<span className="quiet"> since {momentOf(passkey.createdAt)}</span>
                </span>
                <button type="button" className="link" onClick={() => void post(`/api/v1/organize/passkeys/${passkey.id}/remove`)}>
                  Remove<span className="visually-hidden"> passkey {passkey.name}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {me.hasAuthenticator && <p>Password with an authenticator app.</p>}
        <details>
          <summary>Add another way, or set a new password</summary>
          <SecureAccount onDone={reload} />
        </details>
      </section>
      <section className="stack">
        <h2>Sessions</h2>
        <p className="quiet">Each ends by itself eight hours after you signed in.</p>
        <Show loaded={sessions}>
          {({ items }) => (
            <ul className="rows">
              {items.map((session) => (
                <li key={session.id}>
                  <span>
                    Since {momentOf(session.startedAt)}, until {momentOf(session.endsAt)}
                    {session.isThis && <strong> · this one</strong>}
                  </span>
                  {!session.isThis && (
                    <button type="button" className="link" onClick={() => void post(`/api/v1/organize/sessions/${session.id}/end`)}>
                      End it
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Show>
      </section>
    </div>
  )
}

function CampaignRow({ title, role }: { title: string; role: string }) {
  return (
    <>
      <dt>{role}</dt>
      <dd>{title}</dd>
    </>
  )
}
