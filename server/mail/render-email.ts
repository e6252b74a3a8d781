import type { EmailSite, RenderEmail } from '../../emails/messages.ts'
import type { Mailer } from './mailer.ts'

/** Writes mails with the built templates. English until signers choose a language. */
export function createEmailRenderer(site: EmailSite): Mailer['render'] {
  let loaded: Promise<{ renderEmail: RenderEmail }> | null = null
  return async (name, payload) => {
    loaded ??= import(new URL('../../dist/server/emails.js', import.meta.url).href)
    const { renderEmail } = await loaded
    return renderEmail(name, payload, site, 'en')
  }
}
