import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Site } from '#contract/pages.ts'
import { Link, localHref } from '../i18n/link.tsx'
import { verbatim } from '../i18n/verbatim.tsx'

/** Head, foot and the frame between them. */
export function Shell({ site, path, children }: { site: Site; path: string; children: ReactNode }) {
  const { t } = useLingui()
  const { name } = site
  const operator = site.operator && verbatim(site.operator)
  const contact = site.contact && verbatim(site.contact)
  const places = [
    { to: '/facts', words: t`Evidence` },
    { to: '/timeline', words: t`Timeline` },
    { to: '/petitions', words: t`Petitions` },
    { to: '/write', words: t`Write` },
    { to: '/about', words: t`About` },
  ]
  const furtherPlaces = [
    { to: '/privacy', words: t`Privacy` },
    { to: '/verify', words: t`Check the count` },
    { to: '/me', words: t`Your signatures` },
    { to: '/laws', words: t`Laws` },
    { to: '/corrections', words: t`Corrections` },
    { to: '/accessibility', words: t`Accessibility` },
  ]
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
          <Link className="site-name" to="/">
            {name}
          </Link>
          <nav aria-label={t`Main`}>
            <ul className="nav">
              {places.map(({ to, words }) => (
                <li key={to}>
                  <Link to={to} {...current(to)}>
                    {words}
                  </Link>
                </li>
              ))}
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
          <div>
            <ul className="plain-list">
              {furtherPlaces.map(({ to, words }) => (
                <li key={to}>
                  <Link to={to}>{words}</Link>
                </li>
              ))}
              <li>
                <a href="/api/docs">
                  <Trans>API</Trans>
                </a>
              </li>
              <li>
                <a href="/feed.atom">
                  <Trans>Feed</Trans>
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
            <Languages locales={site.locales} path={path} />
          </div>
        </div>
      </footer>
    </>
  )
}

/** The same page in the other languages that are offered; none on pages of one person, whose addresses are nobody's business. */
function Languages({ locales, path }: { locales: string[]; path: string }) {
  const { i18n, t } = useLingui()
  if (path === '' || locales.length < 2) return null
  const names = new Map([
    ['en', 'English'],
    ['de', 'Deutsch'],
    ['fr', 'Français'],
    ['he', 'עברית'],
  ])
  return (
    <ul className="plain-list languages" aria-label={t`Languages`}>
      {locales.map((locale) => (
        <li key={locale}>
          <a
            href={localHref(locale, path)}
            lang={locale}
            hrefLang={locale}
            {...(locale === i18n.locale ? { 'aria-current': 'true' as const } : {})}
          >
            {names.get(locale) ?? locale}
          </a>
        </li>
      ))}
    </ul>
  )
}
