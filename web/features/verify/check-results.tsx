import { Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { Found, Step } from './run-checks.ts'
import { checkCheckpoint, checkReceipt } from './run-checks.ts'
import { StepList } from './step-list.tsx'
import { WholeLogCheck } from './whole-log-check.tsx'

type CheckResultsProps = { kind: 'receipt' | 'checkpoint'; text: string; logKey: string; siteKey: string }

/** Makes the checks as soon as it is shown, and tells each as it is made; then offers to read the whole log. */
export function CheckResults({ kind, text, logKey, siteKey }: CheckResultsProps) {
  const [steps, setSteps] = useState<Step[]>([])
  const [isDone, setIsDone] = useState(false)
  const [found, setFound] = useState<Found | null>(null)
  const report = (step: Step) => setSteps((known) => [...known.filter((other) => other.name !== step.name), step])

  useEffect(() => {
    let isShown = true
    const whileShown = (work: () => void) => {
      if (isShown) work()
    }
    const given = {
      text,
      key: logKey,
      siteKey,
      report: (step: Step) => whileShown(() => setSteps((known) => [...known, step])),
    }
    const finish = (result: Found | null) =>
      whileShown(() => {
        setFound(result)
        setIsDone(true)
      })
    void (kind === 'receipt' ? checkReceipt(given) : checkCheckpoint(given)).then(finish)
    return () => {
      isShown = false
    }
  }, [kind, text, logKey, siteKey])

  return (
    <>
      <div aria-live="polite" data-testid={`${kind}-results`}>
        <StepList steps={steps} />
        {!isDone && (
          <p className="quiet">
            <Trans>Checking…</Trans>
          </p>
        )}
      </div>
      {found && <WholeLogCheck found={found} report={report} />}
    </>
  )
}
