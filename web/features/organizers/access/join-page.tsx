import type { FormEvent } from 'react'
import { useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { InvitationOffer } from '#contract/organize/accounts.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { call, noAnswer, Refusal } from '../../../api/call.ts'
import { TextField } from '../../../ui/fields.tsx'
import { ProblemNote } from '../notices.tsx'
import { useTitle } from '../use-title.ts'
import { Outside } from './outside.tsx'
import { roleWords } from './role-words.ts'

const problemOf = (error: unknown) => (error instanceof Refusal ? error.problem : noAnswer)

/** An invitation: what it is for, and who takes it up. Opening it changes nothing. */
export function JoinPage() {
  useTitle('Join')
  const { token = '' } = useParams()
  const navigate = useNavigate()
  const [offer, setOffer] = useState<InvitationOffer | null>(null)
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const [isBusy, setBusy] = useState(false)

  useEffect(() => {
    call<InvitationOffer>('/api/v1/organize/invitations/open', { token }).then(setOffer, (error) => setProblem(problemOf(error)))
  }, [token])

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = Object.fromEntries(new FormData(event.currentTarget))
    setBusy(true)
    try {
      await call('/api/v1/organize/join', { token, ...given })
      // The address with the token does not stay in the browser's history.
      void navigate('/', { replace: true })
    } catch (error) {
      setProblem(problemOf(error))
      setBusy(false)
    }
  }
  return (
    <Outside>
      <h1>Work on a campaign</h1>
      <ProblemNote problem={problem} />
      {offer && (
        <>
          <p>
            You are invited to work on <strong>{offer.campaign}</strong> as {roleWords[offer.role].one}: you can {roleWords[offer.role].may}
            .
          </p>
          <form onSubmit={(event) => void onSubmit(event)} className="fields">
            <TextField
              name="name"
              label="Your name"
              hint="Others who work here see it beside what you do. It is kept encrypted."
              input={{ autoComplete: 'name', required: true, maxLength: 100, defaultValue: offer.name ?? '' }}
            />
            {offer.email === null ? (
              <TextField
                name="email"
                label="Your e-mail address"
                hint="You sign in with it. It is kept encrypted."
                input={{ type: 'email', autoComplete: 'email', required: true }}
              />
            ) : (
              <p className="quiet">You will sign in as {offer.email}.</p>
            )}
            <p>
              <button type="submit" className="button" disabled={isBusy}>
                Join, then set up how to sign in
              </button>
            </p>
          </form>
        </>
      )}
    </Outside>
  )
}
