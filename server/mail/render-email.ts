import type { EmailSite, RenderEmail } from '../../emails/messages.ts'
import type { Mailer } from './mailer.ts'

/** Writes mails with the built templates. */
export function createEmailRenderer(site: EmailSite): Mailer['render'] {
  let loaded: Promise<{ renderEmail: RenderEmail }> | null = null
  return async (name, payload, locale) => {
    loaded ??= import(new URL('../../dist/server/emails.js', import.meta.url).href)
    const { renderEmail } = await loaded
    return renderEmail(name, payload, site, locale)
  }
}
