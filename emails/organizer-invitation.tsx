import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Button, Text } from 'react-email'
import { dayOf } from './day.ts'
import { footOf } from './foot.ts'
import { Layout, styles } from './layout.tsx'
import type { EmailPayloads, EmailSite } from './messages.ts'

/** The link with which somebody joins those who run a campaign. It names neither campaign nor role: others may see the mail. */
export function organizerInvitation(i18n: I18n, payload: EmailPayloads['organizer-invitation'], site: EmailSite) {
  const { joinUrl } = payload
  const date = dayOf(i18n.locale, payload.expiresOn)
  const words = {
    subject: i18n._(msg`An invitation`),
    invited: i18n._(
      msg`Somebody who works on this site invites you to work on it with them. The link shows on what, and sets up how you sign in:`,
    ),
    button: i18n._(msg`See the invitation`),
    lapses: i18n._(msg`The link works once, until ${date}. Whoever has it can take your place, so do not pass this mail on.`),
    ignore: i18n._(msg`If you did not expect this, do nothing: without you nothing happens.`),
  }
  const foot = footOf(i18n, site)
  const text = [words.invited, joinUrl, words.lapses, words.ignore, `-- \n${foot}\n${site.publicUrl}`].join('\n\n')
  const html = (
    <Layout locale={i18n.locale} preview={words.subject} site={site} foot={foot}>
      <Text style={styles.text}>{words.invited}</Text>
      <Text style={styles.text}>
        <Button href={joinUrl} style={styles.button}>
          {words.button}
        </Button>
      </Text>
      <Text style={styles.quiet}>{words.lapses}</Text>
      <Text style={styles.quiet}>{words.ignore}</Text>
    </Layout>
  )
  return { subject: words.subject, text, html }
}
