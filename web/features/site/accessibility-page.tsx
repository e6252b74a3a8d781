import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { verbatim } from '../../i18n/verbatim.tsx'

export const page: PageModule<'accessibility'> = {
  title: (_data, i18n) => i18n._(msg`Accessibility`),
  description: (_data, i18n) =>
    i18n._(msg`How this site works by keyboard, with a screen reader, without script and in print, and what does not work yet.`),
  Page({ site }) {
    const contact = site.contact && verbatim(site.contact)
    return (
      <div className="column stack">
        <h1>
          <Trans>Accessibility</Trans>
        </h1>
        <p className="lede">
          <Trans>
            We mean everybody to be able to read, sign and check. We work to the Web Content Accessibility Guidelines 2.2, level AA.
          </Trans>
        </p>
        <h2>
          <Trans>What works</Trans>
        </h2>
        <ul>
          <li>
            <Trans>Everything by keyboard, and with script switched off: reading, signing, confirming and withdrawing.</Trans>
          </li>
          <li>
            <Trans>Headings, landmarks and labels for screen readers. Errors are listed at the top of a form and beside their field.</Trans>
          </li>
          <li>
            <Trans>Text up to four times its size, narrow screens, light and dark colours, and print.</Trans>
          </li>
          <li>
            <Trans>
              Every chart and map has a table with the same numbers. No colour stands alone for a meaning, and nothing moves by itself.
            </Trans>
          </li>
        </ul>
        <h2>
          <Trans>How we check</Trans>
        </h2>
        <p>
          <Trans>
            Every page is looked at by an automatic checker (axe) in a browser, at several widths, in light and dark, before a version is
            published, and the errand of a signer is done by keyboard and without script. No audit by people with disabilities has been made
            yet.
          </Trans>
        </p>
        <h2>
          <Trans>What does not work yet</Trans>
        </h2>
        <ul>
          <li>
            <Trans>
              Petitions are in English only, and so are the campaign’s other texts until a translation has been reviewed; screen readers are
              told so.
            </Trans>
          </li>
          <li>
            <Trans>Pages of others that we link to, and documents there, are not in our hands.</Trans>
          </li>
          <li>
            <Trans>There is no version in plain language or sign language.</Trans>
          </li>
        </ul>
        <h2>
          <Trans>Tell us</Trans>
        </h2>
        <p>
          {contact ? (
            <Trans>
              Does something not work for you? Write to <a href={`mailto:${site.contact}`}>{contact}</a>. We answer, and send you what you
              need in another form.
            </Trans>
          ) : (
            <Trans>Nobody has named themselves as the operator of this site yet, so there is no address to write to.</Trans>
          )}
        </p>
      </div>
    )
  },
}
