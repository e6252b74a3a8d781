import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cruise, listFiles, packagesImportedBy, readJson, readText, root } from './repository.ts'

const tree = mkdtempSync(join(tmpdir(), 'countersign-canary-'))
afterAll(() => rmSync(tree, { recursive: true, force: true }))

const ruleNames: string[] = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')).forbidden.map(
  (rule: { name: string }) => rule.name,
)

const harmless = 'export const value = 1\n'

/** Modules that may be imported by somebody. */
const targets = {
  'package.json': JSON.stringify({ type: 'module', imports: readJson('package.json').imports, dependencies: { fastify: '1', zod: '1' } }),
  'tsconfig.json': readText('tsconfig.json'),
  'node_modules/fastify/package.json': '{"name":"fastify","type":"module","exports":"./index.js"}',
  'node_modules/fastify/index.js': harmless,
  'node_modules/nodemailer/package.json': '{"name":"nodemailer","type":"module","exports":"./index.js"}',
  'node_modules/nodemailer/index.js': harmless,
  'node_modules/zod/package.json': '{"name":"zod","type":"module","exports":"./index.js"}',
  'node_modules/zod/index.js': harmless,
  'server/contract/noun.ts': "import { value } from 'zod'\nexport const noun = value\nexport type Noun = number\n",
  'server/contract/verification/check.ts': "import type { Noun } from '../noun.ts'\nexport const check: Noun = 1\n",
  'web/features/verify/page.tsx': "import { check } from '#contract/verification/check.ts'\nexport const copy = check\n",
  'server/cycle-b.ts': "import './cycle-a.ts'\n",
  'server/db/pool.ts': harmless,
  'server/features/campaigns/rules.ts': harmless,
  'server/features/petitions/rules.ts': harmless,
  'server/features/petitions/routes.ts': "import { value } from 'fastify'\nexport const routes = value\n",
  'server/features/ledger/rules.ts': "export { value } from '../petitions/rules.ts'\n",
  'server/features/signatures/rules.ts': "export { value } from '../ledger/rules.ts'\n",
  'server/features/legislators/rules.ts': harmless,
  'server/features/pages/rules.ts': "export { value } from '../signatures/rules.ts'\n",
  'web/features/signing/button.tsx': "import type { Noun } from '#contract/noun.ts'\nexport const button: Noun = 1\n",
  'web/features/organizers/frame.tsx': harmless,
  'tests/support/thing.ts': harmless,
}

/** One module for each rule, which breaks it. */
const canaries = {
  'ladder-campaigns': ['server/features/campaigns/bad.ts', "import '../petitions/rules.ts'"],
  'ladder-petitions': ['server/features/petitions/bad.ts', "import '../ledger/rules.ts'"],
  'ladder-ledger': ['server/features/ledger/bad.ts', "import '../signatures/rules.ts'"],
  'ladder-signatures': ['server/features/signatures/bad.ts', "import '../pages/rules.ts'"],
  'ladder-organizers': ['server/features/organizers/bad.ts', "import '../pages/rules.ts'"],
  'workspace-apart': ['web/app/public.tsx', "import '../features/organizers/frame.tsx'"],
  'ladder-letters': ['server/features/letters/bad.ts', "import '../pages/rules.ts'"],
  'legislators-stand-alone': ['server/features/legislators/bad.ts', "import '../petitions/rules.ts'"],
  'signing-knows-no-legislators': ['server/features/petitions/worse.ts', "import '../legislators/rules.ts'"],
  'no-cycles': ['server/cycle-a.ts', "import './cycle-b.ts'"],
  'contract-stands-alone': ['server/contract/bad.ts', "import '../features/petitions/rules.ts'"],
  'lib-stands-alone': ['server/lib/bad.ts', "import '../db/pool.ts'"],
  'infrastructure-knows-no-feature': ['server/http/bad.ts', "import '../features/petitions/rules.ts'"],
  'no-foreign-routes-or-tasks': ['server/features/pages/bad.ts', "import '../petitions/routes.ts'"],
  'fastify-at-the-edge': ['server/features/signatures/sign-petition.ts', "import 'fastify'"],
  'nodemailer-in-one-place': ['server/features/signatures/mail-signer.ts', "import 'nodemailer'"],
  'mails-know-no-server': ['emails/bad.tsx', "import '../server/db/pool.ts'"],
  'web-sees-the-contract-only': ['web/app/bad.tsx', "import '../../server/features/petitions/rules.ts'"],
  'web-features-apart': ['web/features/petitions/bad.tsx', "import '../signing/button.tsx'"],
  'ui-knows-no-feature': ['web/ui/bad.tsx', "import '../features/signing/button.tsx'"],
  'public-pages-load-no-zod': ['web/app/schema.tsx', "import { noun } from '#contract/noun.ts'\nexport const copy = noun"],
  'verification-on-its-page-only': ['web/features/petitions/check.tsx', "import '#contract/verification/check.ts'"],
  'verification-stands-alone': ['server/contract/verification/bad.ts', "import '../noun.ts'"],
  'product-knows-no-test': ['server/bad.ts', "import '../tests/support/thing.ts'"],
} as const

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), text)
}

test('the import rules catch a forbidden import of each kind and let the allowed ones pass', () => {
  for (const [path, text] of Object.entries(targets)) write(path, text)
  for (const [path, text] of Object.values(canaries)) write(path, `${text}\n`)

  const { violations } = cruise(tree, ['server', 'web', 'emails'])

  const caught = Object.entries(canaries).map(([rule, [path]]) => `${rule}: ${path}`)
  const found = [...new Set(violations.map(({ rule, from }) => `${rule}: ${from}`))]
  expect(Object.keys(canaries).sort()).toEqual([...ruleNames].sort())
  expect(found.sort()).toEqual(caught.sort())
}, 60_000)

test('every module of the product is seen, and none breaks an import rule', () => {
  const { totalCruised, violations } = cruise(root, ['server', 'web', 'emails'])

  expect(totalCruised).toBeGreaterThan(100)
  expect(violations).toEqual([])
}, 60_000)

test('what the server imports is installed without the development packages', () => {
  const { dependencies } = readJson('package.json')
  const sources = listFiles('server').filter((path) => /\.(ts|mjs)$/.test(path) && !path.endsWith('.config.ts'))

  const missing = sources.flatMap((path) =>
    packagesImportedBy(readText(path))
      .filter((name) => !(name in dependencies))
      .map((name) => `${path} imports ${name}`),
  )

  expect(missing).toEqual([])
})
