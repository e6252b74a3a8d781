import type { ReactNode } from 'react'

/** A frame that scrolls sideways on a narrow screen, by keyboard too. */
export function TableFrame({ isTall = false, children }: { isTall?: boolean; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, and a section would be a landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrow keys
    <div className={isTall ? 'scroll tall' : 'scroll'} role="group" tabIndex={0} aria-label="Table, scrolls sideways">
      {children}
    </div>
  )
}
