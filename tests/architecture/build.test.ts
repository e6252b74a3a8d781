import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { ProblemSlug } from '#contract/problem.ts'
import { problems } from '#contract/problem.ts'
import { loadBuiltRenderer } from '../../server/http/built-renderer.ts'
import { packagesImportedBy, readJson, readText, root } from './repository.ts'

type Manifest = Record<string, { file: string; imports?: string[] }>

/** Largest sum of scripts, compressed, that a public page may load. */
const maxScriptBytes = 90_000

/** The files of the chunks named and of all that they import by a statement. */
function filesOf(manifest: Manifest, names: string[], seen = new Set<string>()): Set<string> {
  for (const name of names) {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`the build has no ${name}`)
    if (seen.has(chunk.file)) continue
    seen.add(chunk.file)
    filesOf(manifest, chunk.imports ?? [], seen)
  }
  return seen
}

test.each([
  ['petition', ['features/petitions/act-island.tsx']],
  ['composer', ['features/letters/composer/draft-island.tsx', 'features/letters/composer/i18n/en.po']],
  ['verify', ['features/verify/verify-page.tsx', 'features/verify/i18n/en.po']],
])('all scripts of the %s page are at most 90 kB compressed', (_page, own) => {
  const manifest: Manifest = readJson('dist/client/.vite/manifest.json')

  const files = filesOf(manifest, ['entry-client.ts', 'i18n/en.po', ...own])
  const bytes = [...files].map((file) => gzipSync(readText(`dist/client/${file}`), { level: 9 }).length)

  expect(files.size).toBeGreaterThan(3)
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(maxScriptBytes)
})

test('the built pages and mails need no development package', () => {
  const { dependencies } = readJson('package.json')
  const files = readdirSync(join(root, 'dist/server'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))

  const missing = files.flatMap((file) => packagesImportedBy(readText(`dist/server/${file}`)).filter((name) => !(name in dependencies)))

  expect(files).toContain('emails.js')
  expect(missing).toEqual([])
})

const site = {
  name: 'Test site',
  operator: null,
  contact: null,
  sourceUrl: null,
  isTryOut: true,
  publicUrl: 'http://localhost:3000/',
  locales: ['en'],
}

test.each(Object.keys(problems) as ProblemSlug[])('the problem %s has a page that says what it is and what to do', async (slug) => {
  const { title, advice, status } = problems[slug]
  const renderer = await loadBuiltRenderer()

  const data = { slug, title, advice, status, requestId: null, detail: null }
  const page = await renderer.render({ name: 'problem', data, site, locale: 'en', path: `/problems/${slug}` })

  const words = page.html.replaceAll('&#x27;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(words).toContain(title)
  expect(words).toContain(advice)
})
