import { Trans } from '@lingui/react/macro'
import { useHref } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'

/** Begins a letter to somebody. Posted, because what is typed is kept on the server from then on. */
export function WriteButton(props: { ask: string; recipient: string; name: string; values?: Record<string, string> }) {
  const href = useHref()
  const { ask, recipient, values = {} } = props
  const name = verbatim(props.name)
  return (
    <form method="post" action={href(`/write/${ask}/letter`)} className="no-print">
      <input type="hidden" name="recipient" value={recipient} />
      <input type="hidden" name="country" value={values['country'] ?? ''} />
      <input type="hidden" name="postcode" value={values['postcode'] ?? ''} />
      <button className="button" type="submit">
        <Trans>Write to {name}</Trans>
      </button>
    </form>
  )
}
