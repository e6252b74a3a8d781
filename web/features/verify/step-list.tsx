import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { JSX } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import type { Step } from './run-checks.ts'
import { useFaultWords } from './use-fault-words.ts'

/** The checks that have been made, each with a word for how it went and a sentence on what that means. */
export function StepList({ steps }: { steps: readonly Step[] }) {
  const faultWords = useFaultWords()
  return (
    <ol className="checks plain-list">
      {steps.map((step) => (
        <li key={step.name} className={'fault' in step ? 'check failed' : 'check'}>
          <strong className="check-state">{'fault' in step ? <Trans>Failed</Trans> : <Trans>OK</Trans>}</strong>
          <span>
            {'fault' in step ? (
              <>
                <StepTitle name={step.name} /> {faultWords(step.fault)} {step.fault.detail && <span lang="en">{step.fault.detail}</span>}
              </>
            ) : (
              <Passed step={step} />
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** What was to be checked, for a check that failed. */
function StepTitle({ name }: { name: Step['name'] }) {
  const titles: Record<Step['name'], JSX.Element> = {
    key: <Trans>The key.</Trans>,
    receipt: <Trans>The receipt.</Trans>,
    signature: <Trans>The checkpoint.</Trans>,
    inclusion: <Trans>The entry in the log.</Trans>,
    growth: <Trans>The log since then.</Trans>,
    entries: <Trans>All entries.</Trans>,
    count: <Trans>The count.</Trans>,
    counts: <Trans>Your entry.</Trans>,
  }
  return <strong>{titles[name]}</strong>
}

function Passed({ step }: { step: Exclude<Step, { fault: unknown }> }) {
  const { i18n } = useLingui()
  const number = (value: number) => formatNumber(i18n.locale, value)
  switch (step.name) {
    case 'key':
      return step.isGiven ? (
        <Trans>The site uses the key that you gave.</Trans>
      ) : (
        <Trans>The key is the one that this site gives now. You take it on trust; note it for the next time.</Trans>
      )
    case 'receipt': {
      const slug = verbatim(step.slug)
      return (
        <Trans>
          The receipt is whole, and of the petition <code>{slug}</code>.
        </Trans>
      )
    }
    case 'signature': {
      const { size } = step
      const slug = verbatim(step.slug)
      return (
        <Trans>
          Its checkpoint is signed with this key: the log of <code>{slug}</code> had <Plural value={size} one="# entry" other="# entries" />{' '}
          then.
        </Trans>
      )
    }
    case 'inclusion': {
      const index = number(step.index)
      return <Trans>Your signature, rebuilt from the receipt alone, is entry {index} of them; the first is 0.</Trans>
    }
    case 'growth': {
      const [from, to] = [number(step.from), number(step.to)]
      return step.from === step.to ? (
        <Trans>The site’s log is still the same.</Trans>
      ) : (
        <Trans>
          The site’s log has only grown since, from {from} to {to} entries. Nothing in it was changed or taken out.
        </Trans>
      )
    }
    case 'entries': {
      const { size } = step
      return (
        <Trans>
          <Plural value={size} one="The one entry was read." other="All # entries were read." /> The root hash that they give is the one
          that the site has signed.
        </Trans>
      )
    }
    case 'count': {
      const [signed, voided, count] = [number(step.signed), number(step.voided), number(step.count)]
      return (
        <Trans>
          {signed} signed, less {voided} voided, is {count}. Compare it with the number that the site shows.
        </Trans>
      )
    }
    case 'counts':
      return <Trans>Your entry has not been voided. You are counted.</Trans>
  }
}
