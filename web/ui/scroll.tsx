import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** A frame that scrolls sideways on a narrow screen, by keyboard too. */
export function Scroll({ children }: { children: ReactNode }) {
  const { t } = useLingui()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, and a section would be a landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrow keys
    <div className="scroll" role="group" tabIndex={0} aria-label={t`Table, scrolls sideways`}>
      {children}
    </div>
  )
}
