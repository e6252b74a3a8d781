import { useNavigate, useSearchParams } from 'react-router'
import { useTitle } from '../use-title.ts'
import { Outside } from './outside.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** Before everything else. Where somebody wanted to go is where they come. */
export function SignInPage() {
  useTitle('Sign in')
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const to = query.get('to') ?? '/'
  // A path of the workspace, and nothing that a browser could take for another site.
  const onDone = () => void navigate(/^\/(?![/\\])/.test(to) ? to : '/', { replace: true })
  return (
    <Outside>
      <h1>Sign in</h1>
      <SignInForm words="Sign in" onDone={onDone} />
      <p className="quiet">
        Accounts come by invitation. Who has lost their way in asks an owner of the campaign for a new invitation; an owner whom nobody can
        invite asks whoever runs the server.
      </p>
    </Outside>
  )
}
