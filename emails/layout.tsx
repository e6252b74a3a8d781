import type { ReactNode } from 'react'
import { Body, Container, Head, Hr, Html, Link, Preview, Section, Text } from 'react-email'
import type { EmailSite } from './messages.ts'

const ink = '#1c2226'
const muted = '#55605f'
const accent = '#0b5a63'
const serif = 'Georgia, "Times New Roman", serif'

/** Styles are inline: many mail programs read no other. */
export const styles = {
  heading: { fontFamily: serif, fontSize: '22px', lineHeight: '28px', color: ink, fontWeight: 'normal', margin: '0 0 16px' },
  text: { fontFamily: serif, fontSize: '16px', lineHeight: '25px', color: ink, margin: '0 0 16px' },
  quiet: { fontFamily: serif, fontSize: '14px', lineHeight: '21px', color: muted, margin: '0 0 12px' },
  button: {
    backgroundColor: accent,
    color: '#ffffff',
    fontFamily: 'Arial, sans-serif',
    fontSize: '16px',
    fontWeight: 'bold',
    padding: '13px 22px',
    borderRadius: '4px',
    textDecoration: 'none',
    display: 'inline-block',
  },
  code: { fontFamily: 'Consolas, Menlo, monospace', fontSize: '26px', letterSpacing: '4px', color: ink, margin: '0 0 16px' },
  link: { color: accent, wordBreak: 'break-all' },
} as const

/** A quotation, with its line on the side where reading begins. */
export function quoteStyle(locale: string) {
  const line = `3px solid ${accent}`
  const side = isRightToLeft(locale) ? { borderRight: line, paddingRight: '14px' } : { borderLeft: line, paddingLeft: '14px' }
  return { ...side, margin: '0 0 20px' }
}

function isRightToLeft(locale: string): boolean {
  return locale === 'he'
}

/** The calm frame of every mail: the site's name above, who sent it below. */
export function Layout(props: { locale: string; preview: string; site: EmailSite; foot: string; children: ReactNode }) {
  const { locale, preview, site, foot, children } = props
  const direction = isRightToLeft(locale) ? 'rtl' : 'ltr'
  return (
    <Html lang={locale} dir={direction}>
      <Head />
      <Preview>{preview}</Preview>
      <Body lang={locale} dir={direction} style={{ backgroundColor: '#fbfaf7', margin: 0, padding: '24px 12px' }}>
        <Container style={{ maxWidth: '560px', margin: '0 auto' }}>
          <Text style={{ ...styles.quiet, color: accent, letterSpacing: '0.02em' }}>{site.name}</Text>
          <Section>{children}</Section>
          <Hr style={{ borderColor: '#d9d5ca', margin: '28px 0 16px' }} />
          <Text style={styles.quiet}>{foot}</Text>
          <Text style={styles.quiet}>
            <Link href={site.publicUrl} style={styles.link}>
              {site.publicUrl}
            </Link>
          </Text>
        </Container>
      </Body>
    </Html>
  )
}
