import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Site } from '#contract/pages.ts'
import { verbatim } from '../i18n/verbatim.tsx'

/** Head, foot and the frame between them. */
export function Shell({ site, path, children }: { site: Site; path: string; children: ReactNode }) {
  const { t } = useLingui()
  const { name } = site
  const operator = site.operator && verbatim(site.operator)
  const contact = site.contact && verbatim(site.contact)
  const current = (href: string) => (path === href ? { 'aria-current': 'page' as const } : {})
  return (
    <>
      <a className="skip" href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      {site.isTryOut && (
        <aside className="try-out" aria-label={t`About this site`}>
          <p className="wrap">
            <Trans>This site is being tried out. It is not for real signatures: nobody answers for the data yet.</Trans>
          </p>
        </aside>
      )}
      <header className="head">
        <div className="wrap">
          <a className="site-name" href="/">
            {name}
          </a>
          <nav aria-label={t`Main`}>
            <ul className="nav">
              <li>
                <a href="/petitions" {...current('/petitions')}>
                  <Trans>Petitions</Trans>
                </a>
              </li>
              <li>
                <a href="/privacy" {...current('/privacy')}>
                  <Trans>Privacy</Trans>
                </a>
              </li>
            </ul>
          </nav>
        </div>
      </header>
      <main id="main" className="main wrap" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="wrap">
          <p>
            {operator && contact ? (
              <Trans>
                Run by {operator}. Questions: <a href={`mailto:${site.contact}`}>{contact}</a>
              </Trans>
            ) : (
              <Trans>Nobody has named themselves as the operator of this site yet.</Trans>
            )}
          </p>
          <ul className="plain-list">
            <li>
              <a href="/privacy">
                <Trans>Privacy</Trans>
              </a>
            </li>
            <li>
              <a href="/verify">
                <Trans>Check the count</Trans>
              </a>
            </li>
            <li>
              <a href="/me">
                <Trans>Your signatures</Trans>
              </a>
            </li>
            <li>
              <a href="/api/docs">
                <Trans>API</Trans>
              </a>
            </li>
            {site.sourceUrl && (
              <li>
                <a href={site.sourceUrl}>
                  <Trans>Source code</Trans>
                </a>
              </li>
            )}
          </ul>
        </div>
      </footer>
    </>
  )
}
