import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Button, Link, Section, Text } from 'react-email'
import { dayOf } from './day.ts'
import { footOf } from './foot.ts'
import { Layout, quoteStyle, styles } from './layout.tsx'
import type { EmailPayloads, EmailSite } from './messages.ts'

/** Asks the owner of an address to confirm a signature. The subject names no cause: others may see it. */
export function confirmSignature(i18n: I18n, payload: EmailPayloads['confirm-signature'], site: EmailSite) {
  const { petitionTitle, confirmUrl, signerUrl, notMeUrl } = payload
  const date = dayOf(i18n.locale, payload.expiresOn)
  const code = `${payload.code.slice(0, 3)} ${payload.code.slice(3)}`
  const words = {
    subject: i18n._(msg`Please confirm your e-mail address`),
    asked: i18n._(msg`Somebody gave this e-mail address to sign a petition:`),
    action: i18n._(msg`If it was you, open this page and press the button there:`),
    button: i18n._(msg`See and confirm`),
    orCode: i18n._(msg`Or type this code where you signed:`),
    lapses: i18n._(msg`Link and code work until ${date}. Until you confirm, nothing is counted.`),
    ignore: i18n._(msg`If it was not you, you need do nothing: what was given is deleted after 30 days.`),
    own: i18n._(msg`To see or withdraw your signature later, ask for a link here:`),
    notMe: i18n._(msg`Not you, and you want no more mail from this site? Say so here:`),
    twice: i18n._(msg`If this mail came twice, either copy will do.`),
  }
  const foot = footOf(i18n, site)
  const text = [
    words.asked,
    `    ${petitionTitle}`,
    words.action,
    confirmUrl,
    `${words.orCode} ${code}`,
    words.lapses,
    words.ignore,
    `${words.own}\n${signerUrl}`,
    `${words.notMe}\n${notMeUrl}`,
    words.twice,
    `-- \n${foot}\n${site.publicUrl}`,
  ].join('\n\n')
  const html = (
    <Layout locale={i18n.locale} preview={words.action} site={site} foot={foot}>
      <Text style={styles.text}>{words.asked}</Text>
      <Section style={quoteStyle(i18n.locale)}>
        <Text style={{ ...styles.heading, margin: 0 }}>{petitionTitle}</Text>
      </Section>
      <Text style={styles.text}>{words.action}</Text>
      <Section style={{ margin: '0 0 20px' }}>
        <Button href={confirmUrl} style={styles.button}>
          {words.button}
        </Button>
      </Section>
      <Text style={styles.text}>{words.orCode}</Text>
      <Text style={styles.code}>{code}</Text>
      <Text style={styles.quiet}>{words.lapses}</Text>
      <Text style={styles.quiet}>{words.ignore}</Text>
      <Text style={styles.quiet}>
        {words.own}{' '}
        <Link href={signerUrl} style={styles.link}>
          {signerUrl}
        </Link>
      </Text>
      <Text style={styles.quiet}>
        {words.notMe}{' '}
        <Link href={notMeUrl} style={styles.link}>
          {notMeUrl}
        </Link>
      </Text>
      <Text style={styles.quiet}>{words.twice}</Text>
    </Layout>
  )
  return { subject: words.subject, text, html }
}
