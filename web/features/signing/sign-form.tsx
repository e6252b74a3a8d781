import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { SignFormData } from '#contract/pages.ts'
import { Link, useHref } from '../../i18n/link.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Field, TextField, Tick } from '../../ui/fields.tsx'
import { useInputFaults } from '../../ui/use-input-faults.ts'
import { useProof } from './use-proof.ts'

/**
 * The form that signs. It posts to its own page, so it works the same with and without script.
 * Browsers count `maxLength` in UTF-16 units, the contract in characters of up to two of them: so it is
 * twice the contract's maximum, and nothing valid is cut. The address is measured in units by both.
 */
export function SignForm({ data }: { data: SignFormData }) {
  const { t } = useLingui()
  const href = useHref()
  const sentenceOf = useInputFaults()
  const [isSending, setIsSending] = useState(false)
  const { petition, form, consent, countries, formAge } = data
  useEffect(() => {
    // A page that comes back from the browser's memory must be sendable again.
    const reset = () => setIsSending(false)
    window.addEventListener('pageshow', reset)
    return () => window.removeEventListener('pageshow', reset)
  }, [])
  const formElement = useRef<HTMLFormElement>(null)
  const proof = useProof(form.challenge)
  useEffect(() => {
    // The person has pressed the button already; what was missing is there now.
    if (proof) formElement.current?.requestSubmit()
  }, [proof])
  const value = (name: string) => form.values[name] ?? ''
  const errorOf = (name: string) => {
    const error = form.errors.find(({ pointer }) => pointer === `/${name}`)
    return error && sentenceOf(error)
  }
  const optional = (
    <span className="optional">
      <Trans>(optional)</Trans>
    </span>
  )
  return (
    <form
      ref={formElement}
      className="fields"
      method="post"
      action={href(`/petitions/${petition.slug}#errors`)}
      onSubmit={() => setIsSending(true)}
      noValidate
    >
      <h2>
        <Trans>Sign this petition</Trans>
      </h2>
      <ErrorSummary form={form} sentenceOf={sentenceOf} />
      {form.challenge !== undefined && (
        <p className="note script-only" role="status">
          <Trans>Your browser is working on it. The form is sent by itself in a few seconds.</Trans>
        </p>
      )}
      <TextField
        name="givenName"
        label={<Trans>First name, or a name you go by</Trans>}
        error={errorOf('givenName')}
        input={{ autoComplete: 'given-name', defaultValue: value('givenName'), required: true, maxLength: 200 }}
      />
      <TextField
        name="familyName"
        label={
          <>
            <Trans>Family name</Trans> {optional}
          </>
        }
        error={errorOf('familyName')}
        input={{ autoComplete: 'family-name', defaultValue: value('familyName'), maxLength: 200 }}
      />
      <TextField
        name="email"
        label={<Trans>E-mail address</Trans>}
        hint={<Trans>We send one mail to confirm. It counts only then.</Trans>}
        error={errorOf('email')}
        input={{
          type: 'email',
          inputMode: 'email',
          autoComplete: 'email',
          autoCapitalize: 'none',
          spellCheck: false,
          defaultValue: value('email'),
          maxLength: 254,
          required: true,
        }}
      />
      <Field name="country" label={<Trans>Country where you live</Trans>} error={errorOf('country')}>
        {(tied) => (
          <select className="input" autoComplete="country" defaultValue={value('country')} required {...tied}>
            <option value="">{t`Choose your country`}</option>
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        name="comment"
        label={
          <>
            <Trans>Why you sign</Trans> {optional}
          </>
        }
        hint={<Trans>Up to 500 characters. For the organizers only, to understand why people sign. Not published.</Trans>}
        error={errorOf('comment')}
      >
        {(tied) => <textarea className="input" rows={3} maxLength={1000} defaultValue={value('comment')} {...tied} />}
      </Field>
      <div className="trap" aria-hidden="true">
        <label htmlFor="leaveEmpty">
          <Trans>Leave this empty</Trans>
        </label>
        <input id="leaveEmpty" name="leaveEmpty" type="text" tabIndex={-1} autoComplete="off" />
      </div>
      {proof && <input type="hidden" name="altcha" value={proof} />}
      <input type="hidden" name="formAge" value={formAge} />
      {value('source') && <input type="hidden" name="source" value={value('source')} />}
      <Tick name="consent" label={consent.sign} error={errorOf('consent')} isTicked={value('consent') === 'yes'} isRequired />
      <Tick name="age" label={consent.age} error={errorOf('age')} isTicked={value('age') === 'yes'} isRequired />
      <Tick
        name="publicName"
        label={consent.publicName}
        isTicked={value('publicName') === 'yes'}
        hint={<Trans>Leave it unticked and your name stays with us, encrypted.</Trans>}
      />
      <Tick name="updates" label={consent.updates} isTicked={value('updates') === 'yes'} />
      <p className="note warning" id="safety">
        <Trans>
          If you have family, work or travel ties to China, think about whether to sign publicly. You can add your support without your
          name.
        </Trans>
      </p>
      <p>
        <button className="button" type="submit" disabled={isSending}>
          {isSending ? <Trans>Sending…</Trans> : <Trans>Sign – then confirm by e-mail</Trans>}
        </button>
      </p>
      <p className="quiet">
        <Trans>
          You get a mail with a link and a code. Open it and press the button there. Then your signature is counted.{' '}
          <Link to="/privacy">What we keep, and how</Link>
        </Trans>
      </p>
    </form>
  )
}
