import { Trans } from '@lingui/react/macro'
import { useState } from 'react'

export { words } from './words.ts'

/** The letter as text to copy: by a button where there is script, by hand where there is none. */
export function Island({ data }: { data: { text: string } }) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(data.text)
      setIsCopied(true)
    } catch {
      // The browser does not allow it: the text is in the field, to be copied by hand.
      setIsCopied(false)
      document.querySelector<HTMLTextAreaElement>('#copy-text')?.select()
    }
  }
  return (
    <details>
      <summary>
        <Trans>The text to copy</Trans>
      </summary>
      <label className="visually-hidden" htmlFor="copy-text">
        <Trans>The text to copy</Trans>
      </label>
      <textarea id="copy-text" className="input" rows={8} readOnly value={data.text} dir="auto" lang="en" />
      <p className="script-only">
        <button className="button second" type="button" onClick={() => void copy()}>
          <Trans>Copy</Trans>
        </button>{' '}
        <span className="quiet" role="status">
          {isCopied && <Trans>Copied.</Trans>}
        </span>
      </p>
    </details>
  )
}
