import { useLingui } from '@lingui/react/macro'
import type { FieldError } from '#contract/problem.ts'
import type { InputFault } from '#contract/text.ts'

/** The sentence for each fault of a field, in the reader's language; the server's own where it is new. */
export function useInputFaults(): (error: FieldError) => string {
  const { t } = useLingui()
  const sentences: Partial<Record<InputFault, Record<string, string> & { other: string }>> = {
    required: {
      '/givenName': t`Enter your first name`,
      '/email': t`Enter your e-mail address`,
      '/country': t`Choose your country`,
      '/code': t`Enter the six digits from our mail`,
      '/own': t`Write why you write: a letter of the campaign’s words alone is not sent`,
      other: t`Fill this in`,
    },
    'too-long': { other: t`This is too long: shorten it` },
    'forbidden-characters': { other: t`This holds characters that cannot be stored: type it again instead of pasting it` },
    'email-invalid': { other: t`Enter an e-mail address like name@example.org` },
    'country-unknown': { other: t`Choose your country from the list` },
    'postcode-invalid': { other: t`Enter a postcode with letters, digits, spaces and hyphens only, or leave it empty` },
    'consent-required': { other: t`Tick the box if you agree: without your consent we may not keep your signature` },
    'age-required': { other: t`Tick the box if you are 16 or older: younger people cannot sign` },
    'letter-consent-required': { other: t`Tick the box if you agree: without your consent we may not keep and send your letter` },
    'recipient-elsewhere': { other: t`They do not represent the place that you gave: choose one of those who represent you` },
    'recipient-unknown': { other: t`Choose somebody from the page of this letter` },
    'too-many-points': { other: t`Choose four points at most: a short letter is read` },
    'code-invalid': { other: t`Enter the six digits from our mail` },
  }
  return (error) => {
    const known = sentences[error.code as InputFault]
    return known?.[error.pointer] ?? known?.other ?? `${error.detail} ${error.fix}`
  }
}
