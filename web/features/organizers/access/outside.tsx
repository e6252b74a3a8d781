import type { ReactNode } from 'react'
import { useCalls } from './prove.tsx'

/** The frame of what is shown to those who are not signed in yet. */
export function Outside({ children }: { children: ReactNode }) {
  const { siteName } = useCalls()
  return (
    <main className="outside stack" id="main">
      <p className="kicker">
        <a href="/">{siteName}</a> · workspace
      </p>
      {children}
    </main>
  )
}
