import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Button, Text } from 'react-email'
import { footOf } from './foot.ts'
import { Layout, styles } from './layout.tsx'
import type { EmailPayloads, EmailSite } from './messages.ts'

/** What became of a letter, and the link to its page. The subject names neither request nor addressee. */
export function letterNews(i18n: I18n, payload: EmailPayloads['letter-news'], site: EmailSite) {
  const { letterUrl } = payload
  const { subject, news, next } = wordsOf(i18n, payload)
  const button = i18n._(msg`Open the page of my letter`)
  const keep = i18n._(msg`Whoever has the link can read the letter, so do not pass this mail on.`)
  const foot = footOf(i18n, site)
  const text = [news, next, letterUrl, keep, `-- \n${foot}\n${site.publicUrl}`].join('\n\n')
  const html = (
    <Layout locale={i18n.locale} preview={news} site={site} foot={foot}>
      <Text style={styles.text}>{news}</Text>
      <Text style={styles.text}>{next}</Text>
      <Text style={styles.text}>
        <Button href={letterUrl} style={styles.button}>
          {button}
        </Button>
      </Text>
      <Text style={styles.quiet}>{keep}</Text>
    </Layout>
  )
  return { subject, text, html }
}

function wordsOf(i18n: I18n, { news, recipientName, isTest }: EmailPayloads['letter-news']) {
  if (news === 'sent' && isTest) {
    return {
      subject: i18n._(msg`Your letter went to the organizers, as a test`),
      news: i18n._(
        msg`This request is still being tested. Your letter to ${recipientName} went to the organizers of this site and not to its addressee.`,
      ),
      next: i18n._(msg`When the request is open you can write it again. Its page shows what happened, and lets you print it:`),
    }
  }
  if (news === 'sent') {
    return {
      subject: i18n._(msg`Your letter has been sent`),
      news: i18n._(msg`Our mail server took your letter to ${recipientName} and passed it on. If it comes back we tell you.`),
      next: i18n._(msg`Answers go to your own address. The page of your letter shows what happened to it, and its text for 28 days:`),
    }
  }
  if (news === 'posted') {
    return {
      subject: i18n._(msg`Your letter has been posted`),
      news: i18n._(msg`Volunteers of this site printed your letter to ${recipientName} and posted it.`),
      next: i18n._(
        msg`In two weeks we ask whether there was an answer. The page of your letter shows what happened to it, and its text for 28 days:`,
      ),
    }
  }
  if (news === 'refused') {
    return {
      subject: i18n._(msg`Your letter was not sent`),
      news: i18n._(msg`Somebody of this site read your letter to ${recipientName} and decided not to send it.`),
      next: i18n._(msg`The reason stands on its page. You can change your letter and hand it in again, or print it and send it yourself:`),
    }
  }
  if (news === 'other-way') {
    return {
      subject: i18n._(msg`Your letter could not be sent by e-mail`),
      news: i18n._(msg`Your letter to ${recipientName} could not be delivered by e-mail. It is not lost.`),
      next: i18n._(msg`Its page says why, and how it can still reach them: through their own form, or on paper:`),
    }
  }
  return {
    subject: i18n._(msg`Did you get an answer?`),
    news: i18n._(msg`You wrote to ${recipientName} through this site. Did they answer?`),
    next: i18n._(msg`Please say so on the page of your letter; it takes one press of a button. From this we learn which offices answer:`),
  }
}
