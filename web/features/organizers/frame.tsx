import { useEffect, useState } from 'react'
import { Navigate, NavLink, Outlet, useLocation } from 'react-router'
import type { Action, Me } from '#contract/organize/accounts.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { call, noAnswer, Refusal } from '../../api/call.ts'
import { Outside } from './access/outside.tsx'
import { useCalls } from './access/prove.tsx'
import { SecureAccount } from './access/secure-account.tsx'
import { ProblemNote } from './notices.tsx'
import { MeContext } from './use-me.ts'

type State = { me: Me | null; problem: ProblemDocument | null }

const places: { to: string; words: string; needs: Action | null }[] = [
  { to: '/', words: 'Overview', needs: 'see-figures' },
  { to: '/letters', words: 'Letters', needs: 'see-figures' },
  { to: '/people', words: 'People', needs: 'manage-people' },
  { to: '/activity', words: 'Activity', needs: 'see-audit-log' },
  { to: '/account', words: 'Account', needs: null },
]

/** Who is signed in sees the workspace in it; everybody else is led to signing in, or to setting up how. */
export function Frame() {
  const [{ me, problem }, setState] = useState<State>({ me: null, problem: null })
  const { pathname, search } = useLocation()

  const load = () => {
    call<Me>('/api/v1/organize/me').then(
      (found) => setState({ me: found, problem: null }),
      (error: unknown) => setState({ me: null, problem: error instanceof Refusal ? error.problem : noAnswer }),
    )
  }
  useEffect(load, [])

  if (problem?.type === '/problems/sign-in-needed') {
    return <Navigate to={`/sign-in?${new URLSearchParams({ to: `${pathname}${search}` })}`} replace />
  }
  if (!me) return <Outside>{problem ? <ProblemNote problem={problem} /> : <p className="quiet">Loading…</p>}</Outside>
  const [campaign] = me.campaigns
  if (!me.isSecured) return <FirstWayIn onDone={load} />
  if (!campaign) {
    return (
      <Outside>
        <p>You work on no campaign any more. Ask an owner for an invitation.</p>
      </Outside>
    )
  }
  const may = (action: Action) => campaign.may.includes(action)
  return (
    <MeContext value={{ me, campaign, may, api: `/api/v1/organize/campaigns/${campaign.id}`, reload: load }}>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <div className="workspace">
        <Places may={may} title={campaign.title} name={me.name} />
        <main id="main" className="work" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </MeContext>
  )
}

function FirstWayIn({ onDone }: { onDone(): void }) {
  return (
    <Outside>
      <h1>How will you sign in?</h1>
      <p>You are in by the link of your invitation, this once. Set up one of these, and you can come back.</p>
      <SecureAccount onDone={onDone} />
    </Outside>
  )
}

function Places({ may, title, name }: { may(action: Action): boolean; title: string; name: string }) {
  const { siteName } = useCalls()
  const leave = async () => {
    await call('/api/v1/organize/sign-out', {}).catch(() => null)
    // A new page, so that nothing of this session stays in memory.
    location.assign('/organize/sign-in')
  }
  return (
    <header className="places">
      <p className="places-head">
        <a href="/" className="site-name">
          {siteName}
        </a>
        <span className="quiet">{title}</span>
      </p>
      <nav aria-label="Workspace">
        <ul className="places-list">
          {places
            .filter(({ needs }) => needs === null || may(needs))
            .map(({ to, words }) => (
              <li key={to}>
                <NavLink to={to} end={to === '/'}>
                  {words}
                </NavLink>
              </li>
            ))}
        </ul>
      </nav>
      <p className="places-foot quiet">
        {name}
        <button type="button" className="link" onClick={() => void leave()}>
          Sign out
        </button>
      </p>
    </header>
  )
}
