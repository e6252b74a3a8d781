import { Trans } from '@lingui/react/macro'
import type { FormState } from '#contract/pages.ts'
import type { FieldError } from '#contract/problem.ts'

/** What needs correcting, above the form; takes focus, also without script, and links to each field. */
export function ErrorSummary({ form, sentenceOf }: { form: FormState; sentenceOf(error: FieldError): string }) {
  const { errors, problem } = form
  if (errors.length === 0 && !problem) return null
  return (
    // biome-ignore lint/a11y/noAutofocus: after a failed form the summary is what the reader needs first
    <div className="note error stack" role="alert" tabIndex={-1} autoFocus id="errors">
      <h2>{problem ? problem.title : <Trans>Please correct this</Trans>}</h2>
      {problem && <p>{problem.advice}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map((error) => (
            <li key={error.pointer}>
              <a href={`#${error.pointer.slice(1)}`}>{sentenceOf(error)}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
