import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Button, Text } from 'react-email'
import { footOf } from './foot.ts'
import { Layout, styles } from './layout.tsx'
import type { EmailPayloads, EmailSite } from './messages.ts'

/** The link to a signer's own page. It names no petition: others may see the mail. */
export function signerLink(i18n: I18n, payload: EmailPayloads['signer-link'], site: EmailSite) {
  const { signerUrl } = payload
  const moment = new Intl.DateTimeFormat(i18n.locale === 'en' ? 'en-GB' : i18n.locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(new Date(payload.expiresAt))
  const words = {
    subject: i18n._(msg`The link you asked for`),
    asked: i18n._(msg`Somebody asked for a link to what this site keeps for your e-mail address. If it was you, open it here:`),
    button: i18n._(msg`Open my page`),
    there: i18n._(msg`There you can see it, change it, withdraw or erase it.`),
    lapses: i18n._(msg`The link works until ${moment} UTC. Whoever has it can do the same, so do not pass this mail on.`),
    ignore: i18n._(msg`If it was not you, you need do nothing: nobody gets in without this mail.`),
  }
  const foot = footOf(i18n, site)
  const text = [words.asked, signerUrl, words.there, words.lapses, words.ignore, `-- \n${foot}\n${site.publicUrl}`].join('\n\n')
  const html = (
    <Layout locale={i18n.locale} preview={words.subject} site={site} foot={foot}>
      <Text style={styles.text}>{words.asked}</Text>
      <Text style={styles.text}>
        <Button href={signerUrl} style={styles.button}>
          {words.button}
        </Button>
      </Text>
      <Text style={styles.text}>{words.there}</Text>
      <Text style={styles.quiet}>{words.lapses}</Text>
      <Text style={styles.quiet}>{words.ignore}</Text>
    </Layout>
  )
  return { subject: words.subject, text, html }
}
