import { Trans } from '@lingui/react/macro'
import { useRef } from 'react'
import { Link } from '../../i18n/link.tsx'
import { Field } from '../../ui/fields.tsx'
import { CheckForm } from './check-form.tsx'

/** The checks that the reader's own browser makes: of a receipt, and of a checkpoint saved earlier. */
export function BrowserChecks({ siteKey }: { siteKey: string }) {
  const key = useRef<HTMLInputElement>(null)
  const readKey = () => key.current?.value ?? ''
  return (
    <div className="script-only stack">
      <p className="note warning">
        <Trans>
          Whoever has your receipt knows that you signed. Check it on a device that is yours. What you choose or paste here stays in your
          browser: to the site go only requests for its log, and with them the size that the log had when your file was made.
        </Trans>
      </p>
      <Field
        name="log-key"
        label={<Trans>The log’s key, if you noted it earlier</Trans>}
        hint={<Trans>Without it, the key is used that this site gives now.</Trans>}
      >
        {(tied) => <input className="input" type="text" ref={key} autoComplete="off" spellCheck={false} {...tied} />}
      </Field>
      <h3>
        <Trans>Is my signature in the count?</Trans>
      </h3>
      <CheckForm
        kind="receipt"
        label={<Trans>Your receipt</Trans>}
        hint={
          <Trans>
            You download it from <Link to="/me">your own page</Link>, once your signature is counted.
          </Trans>
        }
        accept=".json,application/json"
        button={<Trans>Check this receipt</Trans>}
        readKey={readKey}
        siteKey={siteKey}
      />
      <h3>
        <Trans>Has the log only grown?</Trans>
      </h3>
      <CheckForm
        kind="checkpoint"
        label={<Trans>A checkpoint that you saved earlier</Trans>}
        hint={<Trans>The older, the more it shows.</Trans>}
        accept=".txt,text/plain"
        button={<Trans>Compare with today’s log</Trans>}
        readKey={readKey}
        siteKey={siteKey}
      />
    </div>
  )
}
