import type { ReactNode } from 'react'
import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { call, callForFile, Refusal } from '../../../api/call.ts'
import { SignInForm } from './sign-in-form.tsx'

type Calls = {
  /** Of the site that this is the workspace of. */
  siteName: string
  /**
   * A call of the API. Where the session has ended, or a proof of who one is has grown old, a dialog
   * asks for it over the page, and the call is made again: nothing that was typed is lost.
   * @throws Refusal also where the dialog was closed without a proof
   */
  ask<Reply>(path: string, body?: object): Promise<Reply>
  askForFile(path: string, body: object): Promise<{ content: Blob; name: string }>
}

const CallsContext = createContext<Calls | null>(null)

export function useCalls(): Calls {
  const calls = useContext(CallsContext)
  if (!calls) throw new Error('useCalls is used outside of ProveProvider')
  return calls
}

/** What the dialog is for, and who waits for it. */
type Wanted = { isSignedOut: boolean; settle(isProven: boolean): void }

export function ProveProvider({ siteName, children }: { siteName: string; children: ReactNode }) {
  const [wanted, setWanted] = useState<Wanted | null>(null)
  /** Several calls may want a proof at once: they share one dialog. */
  const asked = useRef<Promise<boolean> | null>(null)

  const prove = useCallback((isSignedOut: boolean): Promise<boolean> => {
    asked.current ??= new Promise<boolean>((resolve) => {
      setWanted({
        isSignedOut,
        settle(isProven) {
          asked.current = null
          setWanted(null)
          resolve(isProven)
        },
      })
    })
    return asked.current
  }, [])

  const [calls] = useState<Calls>(() => {
    const proving = async <Reply,>(make: () => Promise<Reply>): Promise<Reply> => {
      try {
        return await make()
      } catch (error) {
        const isWanted = error instanceof Refusal && ['sign-in-needed', 'proof-of-person-needed'].includes(error.slug)
        if (!isWanted || !(await prove(error.slug === 'sign-in-needed'))) throw error
        return make()
      }
    }
    return {
      siteName,
      ask: (path, body) => proving(() => call(path, body)),
      askForFile: (path, body) => proving(() => callForFile(path, body)),
    }
  })
  return (
    <CallsContext value={calls}>
      {children}
      {wanted && <ProveDialog {...wanted} />}
    </CallsContext>
  )
}

function ProveDialog({ isSignedOut, settle }: Wanted) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="dialog stack" aria-labelledby="prove" onClose={() => settle(false)}>
      <h2 id="prove">{isSignedOut ? 'Your session has ended' : 'Is it you?'}</h2>
      <p>
        {isSignedOut
          ? 'Sign in again to go on. What you typed is still here.'
          : 'What reaches for people or their data needs a proof of who you are that is no older than ten minutes.'}
      </p>
      <SignInForm words={isSignedOut ? 'Sign in' : 'Confirm'} onDone={() => settle(true)} />
      <form method="dialog">
        <button type="submit" className="button second">
          Not now
        </button>
      </form>
    </dialog>
  )
}
