import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { EmailSite } from './messages.ts'

/** Who sends this mail and how to reach them. */
export function footOf(i18n: I18n, site: EmailSite): string {
  const { name, operator, contact } = site
  if (operator && contact) return i18n._(msg`${name} is run by ${operator}. Questions: ${contact}`)
  return i18n._(msg`${name} is being tried out on this computer. It is not for real signatures.`)
}
