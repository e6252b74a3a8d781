import { Trans } from '@lingui/react/macro'
import type { SignFormData } from '#contract/pages.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { useInputFaults } from '../../ui/use-input-faults.ts'

/** What stands in the form's place on a closed petition; after a form that came too late, why, and what was typed. */
export function ClosedNote({ data }: { data: SignFormData }) {
  const sentenceOf = useInputFaults()
  const { form } = data
  return (
    <>
      <ErrorSummary form={form} sentenceOf={sentenceOf} />
      {form.problem?.slug !== 'petition-closed' && (
        <p className="note">
          <Trans>This petition is closed. It takes no more signatures; its text and count stay here.</Trans>
        </p>
      )}
      {form.problem && <Typed data={data} />}
    </>
  )
}

/** What was typed, as text to copy. Folded, since somebody may look over the reader's shoulder. */
function Typed({ data }: { data: SignFormData }) {
  const { values } = data.form
  const country = data.countries.find(({ code }) => code === values['country'])?.name
  const lines = [
    { name: 'givenName', label: <Trans>First name, or a name you go by</Trans>, value: values['givenName'] },
    { name: 'familyName', label: <Trans>Family name</Trans>, value: values['familyName'] },
    { name: 'email', label: <Trans>E-mail address</Trans>, value: values['email'] },
    { name: 'country', label: <Trans>Country</Trans>, value: country },
    { name: 'comment', label: <Trans>Why you sign</Trans>, value: values['comment'] },
  ].filter(({ value }) => value)
  if (lines.length === 0) return null
  return (
    <details className="typed">
      <summary>
        <Trans>What you typed, to copy</Trans>
      </summary>
      <dl>
        {lines.map(({ name, label, value }) => (
          <div key={name}>
            <dt className="quiet">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        <Trans>It is gone when you leave this page.</Trans>
      </p>
    </details>
  )
}
