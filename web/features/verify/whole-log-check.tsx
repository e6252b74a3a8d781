import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import type { Found, Step } from './run-checks.ts'
import { checkWholeLog } from './run-checks.ts'

/** Offers to read the whole log, shows how far it is, and can be stopped. */
export function WholeLogCheck({ found, report }: { found: Found; report: (step: Step) => void }) {
  const { i18n, t } = useLingui()
  const [read, setRead] = useState<number | null>(null)
  const [isDone, setIsDone] = useState(false)
  const reading = useRef<AbortController | null>(null)
  useEffect(() => () => reading.current?.abort(), [])
  const { size } = found.today
  const [readWords, sizeWords] = [formatNumber(i18n.locale, read ?? 0), formatNumber(i18n.locale, size)]

  const onStart = async () => {
    reading.current = new AbortController()
    const { signal } = reading.current
    setRead(0)
    try {
      setIsDone(await checkWholeLog(found, { report, onProgress: setRead, signal }))
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      setRead(null)
    }
  }
  if (isDone) return null
  return read === null ? (
    <>
      <p>
        <Trans>
          Not seen yet: whether an entry was voided later, and whether the count is that of the entries. For that the whole log must be
          read, {sizeWords} in number. The site sees that you read all of it, not which entry you care about.
        </Trans>
      </p>
      <p>
        <button className="button second" type="button" onClick={() => void onStart()}>
          <Trans>Read the whole log</Trans>
        </button>
      </p>
    </>
  ) : (
    <>
      <p className="quiet number">
        <Trans>
          {readWords} of {sizeWords} entries read
        </Trans>
      </p>
      <progress className="progress" value={read} max={size} aria-label={t`Entries read`} />
      <p>
        <button className="button second" type="button" onClick={() => reading.current?.abort()}>
          <Trans>Stop</Trans>
        </button>
      </p>
    </>
  )
}
