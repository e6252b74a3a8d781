import type { PageEnvelope, RenderedPage } from '#contract/pages.ts'
import { escapeMarkup } from '../lib/escape-markup.ts'
import { localHref } from './locale.ts'
import type { PageAssets } from './pages.ts'

/** The whole HTML document around a rendered page. One inline script at most and one style sheet, which the policy names by their hashes; data is data. */
export function documentOf(envelope: PageEnvelope, page: RenderedPage, assets: PageAssets, isIndexed: boolean): string {
  const { site, locale } = envelope
  const title = page.title === site.name ? site.name : `${page.title} – ${site.name}`
  const data = page.hydrated
    ? `<script type="application/json" id="envelope">${jsonForHtml({ ...envelope, data: page.hydrated })}</script>\n`
    : ''
  const waits = page.isIsland && assets.loader !== null
  const scripts = !waits && (page.hydrated || assets.isInScript) ? assets.scripts : []
  return `<!doctype html>
<html lang="${escapeMarkup(locale)}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
${page.description ? `<meta name="description" content="${escapeMarkup(page.description)}">\n` : ''}${isIndexed ? indexed(envelope, page) : '<meta name="robots" content="noindex">'}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf7">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#11191d">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="alternate" href="/feed.atom" type="application/atom+xml" title="${escapeMarkup(site.name)}">
${assets.style ? `<style>${assets.style}</style>\n` : ''}${scripts.map((src) => `<script type="module" src="${src}" fetchpriority="low"></script>`).join('\n')}
</head>
<body>
<div id="page">${page.html}</div>
${data}${waits && page.hydrated ? `<script data-loader="">${assets.loader}</script>\n` : ''}</body>
</html>
`
}

/** What search engines and those who share the page are told: its address in each language, and its card. */
function indexed({ site, locale, path }: PageEnvelope, page: RenderedPage): string {
  const absolute = (href: string) => escapeMarkup(new URL(href, site.publicUrl).href)
  const address = absolute(localHref(locale, path))
  const alternates =
    site.locales.length > 1
      ? [
          ...site.locales.map((other) => `<link rel="alternate" hreflang="${other}" href="${absolute(localHref(other, path))}">`),
          `<link rel="alternate" hreflang="x-default" href="${absolute(path)}">`,
        ]
      : []
  const properties = {
    'og:type': 'website',
    'og:site_name': site.name,
    'og:title': page.title,
    'og:description': page.description,
    'og:url': new URL(localHref(locale, path), site.publicUrl).href,
    'og:image': new URL(page.card, site.publicUrl).href,
    'og:image:width': '1200',
    'og:image:height': '630',
    'og:image:alt': page.title,
    'og:locale': locale,
  }
  return [
    `<link rel="canonical" href="${address}">`,
    ...alternates,
    ...Object.entries(properties).flatMap(([name, value]) => (value ? [`<meta property="${name}" content="${escapeMarkup(value)}">`] : [])),
    '<meta name="twitter:card" content="summary_large_image">',
    ...(page.jsonLd ? [`<script type="application/ld+json">${jsonForHtml(page.jsonLd)}</script>`] : []),
  ].join('\n')
}

function directionOf(locale: string): 'ltr' | 'rtl' {
  return locale === 'he' ? 'rtl' : 'ltr'
}

/** JSON that cannot end its script element or be read as markup. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
