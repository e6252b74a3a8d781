import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { LetterFormData } from '#contract/letter-pages.ts'
import { useHref } from '../../../i18n/link.tsx'
import { DraftForm } from './draft-form.tsx'
import { LetterMeter } from './letter-meter.tsx'
import { LetterSheet } from './letter-sheet.tsx'

export { words } from './words.ts'

export type DraftData = LetterFormData & { language: string }

const quietMs = 1200

/** The composer: what is typed at one side, the letter at the other. The part of its page that a browser hydrates. */
export function Island({ data }: { data: DraftData }) {
  const { t } = useLingui()
  const formElement = useRef<HTMLFormElement>(null)
  const { preview, isLive, isSaved } = useLivePreview(data, formElement)
  return (
    <div className="sides letter-sides">
      <div className="side-main">
        <DraftForm data={data} formElement={formElement} />
      </div>
      <aside className="side-act stack" aria-label={t`Your letter`} id="letter">
        {/* biome-ignore lint/a11y/noAutofocus: on a phone the letter that was asked for stands below a long form */}
        <h2 tabIndex={-1} autoFocus={data.preview !== null}>
          <Trans>Your letter</Trans>
        </h2>
        {preview ? (
          <>
            <LetterMeter measure={preview.measure} />
            <LetterSheet letter={preview.letter} />
          </>
        ) : (
          <p className="letter-sheet letter-empty quiet">
            {isLive ? <Trans>It appears here while you write.</Trans> : <Trans>Press “Show my letter” and it appears here.</Trans>}
          </p>
        )}
        <p className="quiet" aria-live="polite">
          {isSaved && <Trans>Saved just now.</Trans>}
        </p>
      </aside>
    </div>
  )
}

/** Saves the draft a moment after the last key, and shows the letter as the server composes it. Where that fails, what was shown stays. */
function useLivePreview(data: DraftData, formElement: React.RefObject<HTMLFormElement | null>) {
  const href = useHref()
  const [preview, setPreview] = useState(data.preview)
  const [isLive, setIsLive] = useState(false)
  const [isSaved, setIsSaved] = useState(false)
  const address = href(data.path)
  useEffect(() => {
    const form = formElement.current
    if (!form) return
    setIsLive(true)
    let timer: ReturnType<typeof setTimeout> | undefined
    let controller = new AbortController()
    const save = async () => {
      controller.abort()
      controller = new AbortController()
      const body = new URLSearchParams(
        [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      )
      body.set('action', 'preview')
      try {
        const reply = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' }, signal: controller.signal })
        if (!reply.ok) return
        const answer = (await reply.json()) as { preview: LetterFormData['preview'] }
        if (answer.preview) setPreview(answer.preview)
        setIsSaved(true)
      } catch {
        // Away from the network, or typed on since: what is on the page stays, and the next pause tries again.
        setIsSaved(false)
      }
    }
    const soon = () => {
      setIsSaved(false)
      clearTimeout(timer)
      timer = setTimeout(() => void save(), quietMs)
    }
    form.addEventListener('input', soon)
    return () => {
      form.removeEventListener('input', soon)
      clearTimeout(timer)
      controller.abort()
    }
  }, [address, formElement])
  return { preview, isLive, isSaved }
}
