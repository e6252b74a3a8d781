import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Link, Section, Text } from 'react-email'
import { footOf } from './foot.ts'
import { Layout, quoteStyle, styles } from './layout.tsx'
import type { EmailPayloads, EmailSite } from './messages.ts'

/** Tells a signer, and nobody else, that the signature they gave again is there already. */
export function alreadySigned(i18n: I18n, payload: EmailPayloads['already-signed'], site: EmailSite) {
  const { petitionTitle, petitionUrl, signerUrl, notMeUrl } = payload
  const words = {
    subject: i18n._(msg`About your e-mail address`),
    asked: i18n._(msg`Somebody gave this e-mail address again to sign a petition:`),
    known: i18n._(msg`You have already signed and confirmed it. Your signature is counted once, and you need do nothing.`),
    see: i18n._(msg`The petition and its count:`),
    own: i18n._(msg`To see, change or withdraw your signatures, ask for a link here:`),
    notMe: i18n._(msg`You want no more mail from this site? Say so here:`),
  }
  const foot = footOf(i18n, site)
  const text = [
    words.asked,
    `    ${petitionTitle}`,
    words.known,
    `${words.see}\n${petitionUrl}`,
    `${words.own}\n${signerUrl}`,
    `${words.notMe}\n${notMeUrl}`,
    `-- \n${foot}\n${site.publicUrl}`,
  ].join('\n\n')
  const html = (
    <Layout locale={i18n.locale} preview={words.subject} site={site} foot={foot}>
      <Text style={styles.text}>{words.asked}</Text>
      <Section style={quoteStyle(i18n.locale)}>
        <Text style={{ ...styles.heading, margin: 0 }}>{petitionTitle}</Text>
      </Section>
      <Text style={styles.text}>{words.known}</Text>
      <Text style={styles.text}>
        {words.see}{' '}
        <Link href={petitionUrl} style={styles.link}>
          {petitionUrl}
        </Link>
      </Text>
      <Text style={styles.text}>
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
    </Layout>
  )
  return { subject: words.subject, text, html }
}
