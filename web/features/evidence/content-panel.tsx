import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** Graphic testimony: closed until a reader opens it, and told apart before. It never opens itself, in print neither. */
export function ContentPanel({ children }: { children: ReactNode }) {
  return (
    <details className="content-panel">
      <summary>
        <Trans>
          <strong>Content note.</strong> This account describes surgery on a dying person, or killing. You can skip it and still sign.
        </Trans>
      </summary>
      {children}
    </details>
  )
}
