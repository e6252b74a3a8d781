import type { Config } from '../../../config.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { escapeMarkup } from '../../../lib/escape-markup.ts'
import { readLedger } from '../../campaigns/read-ledger.ts'
import { readPetitions } from '../../ledger/read-petitions.ts'

const mostPetitions = 50

type Entry = { id: string; title: string; summary: string; href: string; updated: string }

/** Petitions, new versions of their texts and corrections, newest first, as Atom (RFC 4287). */
export async function writeFeed(ctx: { db: Database; clock: Clock; config: Config }): Promise<string> {
  const { publicUrl } = ctx.config.http
  const absolute = (path: string) => new URL(path, publicUrl).href
  const ledger = await readLedger(ctx)
  const { items } = await readPetitions(ctx, { limit: mostPetitions })
  const petitions = items.map(({ slug, title, addressee, textVersion }): Entry => {
    const { version, publishedAt } = textVersion
    const what = version === 1 ? 'A petition' : `Version ${version} of the text of a petition`
    return {
      id: `/petitions/${slug}#v${version}`,
      title,
      summary: `${what} to the ${addressee}`,
      href: `/petitions/${slug}`,
      updated: publishedAt,
    }
  })
  const corrections = ledger.corrections.map(({ item, field, on, reason }, n): Entry => {
    const isGraphic = ledger.fact(item)?.graphic ?? false
    const about = isGraphic ? 'A claim with a content note' : (ledger.fact(item)?.display ?? ledger.event(item)?.what ?? item)
    return {
      id: `/corrections#${n}-${item}-${field}`,
      title: `Corrected: ${about}`,
      summary: isGraphic ? 'See the page of corrections.' : reason,
      href: '/corrections',
      updated: `${on}T00:00:00.000Z`,
    }
  })
  const entries = [...petitions, ...corrections].sort((a, b) => b.updated.localeCompare(a.updated))
  const updated = entries[0]?.updated ?? '1970-01-01T00:00:00.000Z'
  const { name, operator } = ctx.config.site
  const text = (value: string) => escapeMarkup(value)
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${text(name)}</title>
<id>${text(absolute('/'))}</id>
<link href="${text(absolute('/'))}"/>
<link rel="self" href="${text(absolute('/feed.atom'))}"/>
<updated>${updated}</updated>
<author><name>${text(operator ?? name)}</name></author>
${entries
  .map(
    (entry) => `<entry>
<title>${text(entry.title)}</title>
<id>${text(absolute(entry.id))}</id>
<link href="${text(absolute(entry.href))}"/>
<updated>${entry.updated}</updated>
<summary>${text(entry.summary)}</summary>
</entry>`,
  )
  .join('\n')}
</feed>
`
}
