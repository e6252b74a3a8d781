import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Button, Link, Text } from 'react-email'
import { dayOf } from './day.ts'
import { footOf } from './foot.ts'
import { Layout, styles } from './layout.tsx'
import type { EmailPayloads, EmailSite } from './messages.ts'

/** The link to a letter that is not finished. It names neither request nor addressee: others may see the mail. */
export function letterDraft(i18n: I18n, payload: EmailPayloads['letter-draft'], site: EmailSite) {
  const { draftUrl, notMeUrl } = payload
  const date = dayOf(i18n.locale, payload.expiresOn)
  const words = {
    subject: i18n._(msg`The draft of your letter`),
    asked: i18n._(msg`Somebody asked to have the link of a draft sent to this e-mail address. If it was you, go on with your letter here:`),
    button: i18n._(msg`Go on with my letter`),
    lapses: i18n._(msg`The draft is kept until ${date}. Whoever has the link can read and change it, so do not pass this mail on.`),
    notMe: i18n._(msg`Not you, and you want no more mail from this site? Say so here:`),
  }
  const foot = footOf(i18n, site)
  const text = [words.asked, draftUrl, words.lapses, `${words.notMe}\n${notMeUrl}`, `-- \n${foot}\n${site.publicUrl}`].join('\n\n')
  const html = (
    <Layout locale={i18n.locale} preview={words.subject} site={site} foot={foot}>
      <Text style={styles.text}>{words.asked}</Text>
      <Text style={styles.text}>
        <Button href={draftUrl} style={styles.button}>
          {words.button}
        </Button>
      </Text>
      <Text style={styles.quiet}>{words.lapses}</Text>
      <Text style={styles.quiet}>
        {words.notMe}{' '}
        <Link href={notMeUrl} style={styles.link}>
          {notMeUrl}
        </Link>
      </Text>
    </Layout>
  )
  return { subject: words.subject, text, html }
}
