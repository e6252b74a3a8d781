import type { FormEvent } from 'react'
import { useState } from 'react'
import type { Role } from '#contract/organize/accounts.ts'
import type { Invitation, Person } from '#contract/organize/people.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../../api/call.ts'
import { Field, TextField } from '../../../ui/fields.tsx'
import { useCalls } from '../access/prove.tsx'
import { roleWords } from '../access/role-words.ts'
import { ProblemNote, Show } from '../notices.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useMe } from '../use-me.ts'
import { useTitle } from '../use-title.ts'
import { dayOf } from '../words.ts'

const roles = Object.keys(roleWords) as Role[]

/** Who works here, who is invited, and inviting somebody. */
export function PeoplePage() {
  useTitle('People')
  const { api, me } = useMe()
  const { ask } = useCalls()
  const people = useLoaded<{ items: Person[]; invitations: Invitation[] }>(`${api}/people`)
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [leaving, setLeaving] = useState<Person | null>(null)

  const post = async (path: string, body: object, done: string): Promise<boolean> => {
    setProblem(null)
    setSaid(null)
    try {
      await ask(`${api}${path}`, body)
      setSaid(done)
      people.reload()
      return true
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : noAnswer)
      return false
    }
  }
  const onInvite = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = Object.fromEntries(new FormData(form))
    if (await post('/invitations', given, `An invitation goes to ${given['email']}. Its link works for seven days.`)) form.reset()
  }
  return (
    <div className="stack">
      <h1>People</h1>
      <ProblemNote problem={problem} />
      <p role="status" className={said ? 'note' : 'visually-hidden'}>
        {said}
      </p>
      <Show loaded={people}>
        {({ items, invitations }) => (
          <>
            <ul className="rows">
              {items.map((person) => (
                <li key={person.id}>
                  <span>
                    <strong>{person.name}</strong>
                    {person.id === me.id && ' (you)'} <span className="quiet">{person.email}</span>
                    {!person.isSecured && <span className="quiet"> · has not set up how to sign in yet</span>}
                  </span>
                  <span className="row-acts">
                    <label>
                      <span className="visually-hidden">Role of {person.name}</span>
                      <select
                        className="input compact"
                        value={person.role}
                        onChange={(event) =>
                          void post(`/people/${person.id}/role`, { role: event.target.value }, `${person.name} has a new role.`)
                        }
                      >
                        {roles.map((role) => (
                          <option key={role} value={role}>
                            {roleWords[role].name}
                          </option>
                        ))}
                      </select>
                    </label>
                    <button type="button" className="link" onClick={() => setLeaving(person)}>
                      Remove<span className="visually-hidden"> {person.name}</span>
                    </button>
                  </span>
                </li>
              ))}
              {invitations.map((invitation) => (
                <li key={invitation.id}>
                  <span>
                    {invitation.email}{' '}
                    <span className="quiet">
                      invited as {roleWords[invitation.role].one}, until {dayOf(invitation.expiresAt)}
                    </span>
                  </span>
                  <button
                    type="button"
                    className="link"
                    onClick={() => void post(`/invitations/${invitation.id}/withdraw`, {}, 'The invitation is withdrawn.')}
                  >
                    Withdraw<span className="visually-hidden"> the invitation of {invitation.email}</span>
                  </button>
                </li>
              ))}
            </ul>
            {leaving && (
              <div className="note warning stack" role="alertdialog" aria-label={`Remove ${leaving.name}?`}>
                <p>
                  {leaving.name} will be signed out at once, and can come back by a new invitation only. What they did stays in the activity
                  log.
                </p>
                <p className="row-acts">
                  <button
                    type="button"
                    className="button danger"
                    onClick={() => {
                      setLeaving(null)
                      void post(`/people/${leaving.id}/remove`, {}, `${leaving.name} no longer works here.`)
                    }}
                  >
                    Remove {leaving.name}
                  </button>
                  <button type="button" className="button second" onClick={() => setLeaving(null)}>
                    Keep
                  </button>
                </p>
              </div>
            )}
          </>
        )}
      </Show>
      <section className="stack">
        <h2>Invite somebody</h2>
        <form onSubmit={(event) => void onInvite(event)} className="fields narrow">
          <TextField name="email" label="E-mail address" input={{ type: 'email', required: true, autoComplete: 'off' }} />
          <Field name="role" label="Role">
            {(tied) => (
              <select className="input" defaultValue="moderator" {...tied}>
                {roles.map((role) => (
                  <option key={role} value={role}>
                    {roleWords[role].name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <p>
            <button type="submit" className="button">
              Send the invitation
            </button>
          </p>
        </form>
        <dl className="pairs">
          {roles.map((role) => (
            <RoleRow key={role} role={role} />
          ))}
        </dl>
      </section>
    </div>
  )
}

function RoleRow({ role }: { role: Role }) {
  return (
    <>
      <dt>{roleWords[role].name}</dt>
      <dd>can {roleWords[role].may}.</dd>
    </>
  )
}
