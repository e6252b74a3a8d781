import { setupI18n } from '@lingui/core'
import type { ReactElement } from 'react'
import { render } from 'react-email'
import { alreadySigned } from './already-signed.tsx'
import { confirmLetter } from './confirm-letter.tsx'
import { confirmSignature } from './confirm-signature.tsx'
import { messages as german } from './i18n/de.po'
import { messages as english } from './i18n/en.po'
import { messages as french } from './i18n/fr.po'
import { messages as hebrew } from './i18n/he.po'
import { letterDraft } from './letter-draft.tsx'
import { letterNews } from './letter-news.tsx'
import type { EmailName, EmailPayloads, EmailSite, RenderEmail } from './messages.ts'
import { emailPayloads } from './messages.ts'
import { organizerInvitation } from './organizer-invitation.tsx'
import { signerLink } from './signer-link.tsx'

const catalogues: Record<string, typeof english> = { en: english, de: german, fr: french, he: hebrew }

/**
 * Writes a mail in the reader's language, or in English where there is no catalogue.
 * @throws ZodError when the payload is not that of the mail
 */
export const renderEmail: RenderEmail = async (name, payload, site, locale) => {
  const known = locale in catalogues ? locale : 'en'
  const i18n = setupI18n({ locale: known, messages: { [known]: catalogues[known] ?? english } })
  const parsed = emailPayloads[name].parse(payload)
  const { subject, text, html } = write(name, i18n, parsed, site)
  return { subject, text: `${text}\n`, html: await render(html) }
}

function write(
  name: EmailName,
  i18n: ReturnType<typeof setupI18n>,
  payload: unknown,
  site: EmailSite,
): { subject: string; text: string; html: ReactElement } {
  if (name === 'already-signed') return alreadySigned(i18n, payload as EmailPayloads['already-signed'], site)
  if (name === 'signer-link') return signerLink(i18n, payload as EmailPayloads['signer-link'], site)
  if (name === 'confirm-letter') return confirmLetter(i18n, payload as EmailPayloads['confirm-letter'], site)
  if (name === 'letter-draft') return letterDraft(i18n, payload as EmailPayloads['letter-draft'], site)
  if (name === 'letter-news') return letterNews(i18n, payload as EmailPayloads['letter-news'], site)
  if (name === 'organizer-invitation') return organizerInvitation(i18n, payload as EmailPayloads['organizer-invitation'], site)
  return confirmSignature(i18n, payload as EmailPayloads['confirm-signature'], site)
}
