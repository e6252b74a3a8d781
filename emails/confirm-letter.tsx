import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Button, Link, Section, Text } from 'react-email'
import { dayOf } from './day.ts'
import { footOf } from './foot.ts'
import { Layout, quoteStyle, styles } from './layout.tsx'
import type { EmailPayloads, EmailSite } from './messages.ts'

/** Shows the writer of a letter the whole of it, and asks them to confirm it. The subject names no cause: others may see it. */
export function confirmLetter(i18n: I18n, payload: EmailPayloads['confirm-letter'], site: EmailSite) {
  const { recipientName, text: letter, isTest, confirmUrl, notMeUrl } = payload
  const date = dayOf(i18n.locale, payload.expiresOn)
  const words = {
    subject: i18n._(msg`Please read your letter and confirm it`),
    asked: i18n._(msg`Somebody wrote a letter here with this e-mail address, to: ${recipientName}`),
    action: i18n._(msg`If it was you, open this page, read the letter once more and press the button there. Until then it goes nowhere.`),
    button: i18n._(msg`Read and confirm`),
    test: i18n._(
      msg`This request is still being tested: after you confirm it, the letter goes to the organizers of this site and not to its addressee.`,
    ),
    whole: i18n._(msg`The letter:`),
    withheld: i18n._(msg`The letter holds the address of a web page, so this mail does not repeat it. The page above shows it in full.`),
    lapses: i18n._(msg`The link works until ${date}.`),
    ignore: i18n._(msg`If it was not you, you need do nothing: the letter is not sent, and is deleted after 30 days.`),
    notMe: i18n._(msg`Not you, and you want no more mail from this site? Say so here:`),
  }
  const foot = footOf(i18n, site)
  const text = [
    words.asked,
    words.action,
    confirmUrl,
    ...(isTest ? [words.test] : []),
    words.lapses,
    words.ignore,
    `${words.notMe}\n${notMeUrl}`,
    ...(letter === null ? [words.withheld] : [words.whole, letter.replace(/^/gm, '    ').replace(/ +$/gm, '')]),
    `-- \n${foot}\n${site.publicUrl}`,
  ].join('\n\n')
  const html = (
    <Layout locale={i18n.locale} preview={words.action} site={site} foot={foot}>
      <Text style={styles.text}>{words.asked}</Text>
      <Text style={styles.text}>{words.action}</Text>
      <Section style={{ margin: '0 0 20px' }}>
        <Button href={confirmUrl} style={styles.button}>
          {words.button}
        </Button>
      </Section>
      {isTest && <Text style={styles.text}>{words.test}</Text>}
      {letter === null ? (
        <Text style={styles.text}>{words.withheld}</Text>
      ) : (
        <>
          <Text style={styles.text}>{words.whole}</Text>
          <Section style={quoteStyle(i18n.locale)} lang="en">
            {letter.split('\n\n').map((paragraph, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs are rendered once and may be equal
              <Text key={place} style={{ ...styles.text, whiteSpace: 'pre-line' }} dir="auto">
                {paragraph}
              </Text>
            ))}
          </Section>
        </>
      )}
      <Text style={styles.quiet}>{words.lapses}</Text>
      <Text style={styles.quiet}>{words.ignore}</Text>
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
