import type { Config } from '../../../config.ts'
import type { Database } from '../../../db/database.ts'
import { localHref } from '../../../http/locale.ts'
import type { Clock } from '../../../lib/clock.ts'
import { escapeMarkup } from '../../../lib/escape-markup.ts'
import { readAsks, readLedger } from '../../campaigns/read-ledger.ts'
import { listPublishedTexts } from '../../petitions/queries.ts'

const plainPages = [
  '/',
  '/facts',
  '/timeline',
  '/laws',
  '/petitions',
  '/write',
  '/corrections',
  '/about',
  '/verify',
  '/privacy',
  '/accessibility',
]
/** Pages of one person, and of nobody but who tries the site out. */
const privatePages = ['/confirm/', '/me', '/not-me/', '/dev/', '/petitions/*/check-your-email', '/petitions/*/thanks']

/** Every public page in every language that is offered (https://www.sitemaps.org/protocol.html, read November 2026). */
export async function writeSitemap(ctx: { db: Database; clock: Clock; config: Config }): Promise<string> {
  const ledger = await readLedger(ctx)
  const asks = await readAsks(ctx, ledger)
  const texts = await listPublishedTexts(ctx.db)
  const paths = [
    ...plainPages,
    ...texts.flatMap(({ slug }) => [`/petitions/${slug}`, `/petitions/${slug}/figures`]),
    ...ledger.facts.map(({ id }) => `/facts/${id}`),
    ...asks.map(({ id }) => `/write/${id}`),
  ]
  const { locales, http } = ctx.config
  const absolute = (locale: string, path: string) => escapeMarkup(new URL(localHref(locale, path), http.publicUrl).href)
  const urls = paths.flatMap((path) => {
    const others =
      locales.length > 1
        ? locales.map((locale) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${absolute(locale, path)}"/>`).join('')
        : ''
    return locales.map((locale) => `<url><loc>${absolute(locale, path)}</loc>${others}</url>`)
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('\n')}
</urlset>
`
}

export function writeRobots({ config }: { config: Config }): string {
  const hidden = config.locales.flatMap((locale) => privatePages.map((path) => `Disallow: ${localHref(locale, path)}\n`)).join('')
  return `User-agent: *\n${hidden}\nSitemap: ${new URL('/sitemap.xml', config.http.publicUrl).href}\n`
}
