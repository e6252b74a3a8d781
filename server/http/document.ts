import type { PageEnvelope, RenderedPage } from '#contract/pages.ts'
import type { PageAssets } from './pages.ts'

/** The whole HTML document around a rendered page. No inline script or style; data is data. */
export function documentOf(envelope: PageEnvelope, page: RenderedPage, assets: PageAssets, isIndexed: boolean): string {
  const { site, locale, path } = envelope
  const title = page.title === site.name ? site.name : `${page.title} – ${site.name}`
  const canonical = new URL(path, site.publicUrl).href
  return `<!doctype html>
<html lang="${escapeHtml(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${page.description ? `<meta name="description" content="${escapeHtml(page.description)}">\n` : ''}${isIndexed ? `<link rel="canonical" href="${escapeHtml(canonical)}">` : '<meta name="robots" content="noindex">'}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf7">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#11191d">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${assets.preloads.map((href) => `<link rel="preload" href="${href}" as="font" type="font/woff2" crossorigin>`).join('\n')}
${assets.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${assets.scripts.map((src) => `<script type="module" src="${src}"></script>`).join('\n')}
</head>
<body>
<div id="page">${page.html}</div>
<script type="application/json" id="envelope">${jsonForHtml(envelope)}</script>
</body>
</html>
`
}

/** JSON that cannot end its script element or be read as markup. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
