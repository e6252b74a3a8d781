import { createCompiledCatalog } from '@lingui/cli/api'
import { formatter } from '@lingui/format-po'
import { describe, expect, test } from 'vitest'
import { consentIn, localeOfConsent } from '#contract/consent.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import { problems } from '#contract/problem.ts'
import { loadBuiltRenderer } from '../../server/http/built-renderer.ts'
import config from '../../web/lingui.config.ts'
import { listFiles, readText } from './repository.ts'

const translated = ['de', 'fr', 'he']
const folders = ['emails/i18n', 'web/features/letters/composer/i18n', 'web/features/verify/i18n', 'web/i18n', 'web/i18n/static']
const pairs = folders.flatMap((folder) => translated.map((locale) => [`${folder}/${locale}.po`, folder, locale] as const))

/** A message: what it says in English, and in the language of its catalogue. */
type Message = { english: string; words: string; isObsolete: boolean; isFuzzy: boolean }
/** As Lingui compiles a message: text, and placeholders with their kind and, of plurals, the branches, where `#` is the number. */
type Token = string | [name: string, kind?: string, branches?: string | Record<string, string | Token[]>]

/** The messages of a catalogue, by the id that Lingui knows them by. */
async function readCatalogue(path: string): Promise<Map<string, Message>> {
  const parsed = await formatter().parse(readText(path), { locale: undefined, sourceLocale: 'en', filename: path })
  return new Map(
    Object.entries(parsed).map(([id, { message, translation, obsolete, extra }]) => [
      id,
      {
        english: message ?? id,
        words: translation ?? '',
        isObsolete: obsolete === true,
        isFuzzy: ((extra as { flags?: string[] } | undefined)?.flags ?? []).includes('fuzzy'),
      },
    ]),
  )
}

/** What a message becomes in the pages. @throws Error when it cannot be read as one */
function compile(locale: string, words: string): Token[] {
  const { source, errors } = createCompiledCatalog(locale, { message: words }, { namespace: 'json', strict: true })
  if (errors[0]) throw new Error(`“${words}” is no message: ${errors[0].error.message}`)
  return tokensOf(JSON.parse(source).messages.message)
}

const tokensOf = (compiled: string | Token[]): Token[] => (typeof compiled === 'string' ? [compiled] : compiled)
const branchesOf = (token: Token): Record<string, string | Token[]> =>
  typeof token !== 'string' && typeof token[2] === 'object' ? token[2] : {}

/** Placeholders, with their kind, and tags of a message, sorted; `inBranches` is each once, as branches may say a thing or not. */
function partsOf(tokens: Token[]): { outside: string[]; inBranches: string[] } {
  const outside = tokens.flatMap((token) => {
    if (typeof token === 'string') return token === '#' ? [token] : (token.match(/<\/?\d+\/?>/g) ?? [])
    const [name, kind, format] = token
    return [['{', [name, kind, typeof format === 'string' ? format : null].filter(Boolean).join(', '), '}'].join('')]
  })
  const branches = tokens.flatMap((token) => Object.entries(branchesOf(token)).filter(([name]) => name !== 'offset'))
  const inside = branches.flatMap(([, branch]) => {
    const parts = partsOf(tokensOf(branch))
    return [...parts.outside, ...parts.inBranches]
  })
  return { outside: outside.sort(), inBranches: [...new Set(inside)].sort() }
}

/** The branches that a message tells apart, of all its plurals. */
function branchNames(tokens: Token[]): string[] {
  return tokens.flatMap((token) =>
    Object.entries(branchesOf(token)).flatMap(([name, branch]) => [
      ...(name === 'offset' ? [] : [name]),
      ...(name === 'offset' ? [] : branchNames(tokensOf(branch))),
    ]),
  )
}

/** True of an apostrophe that a message takes for a quotation mark: what is after it is no placeholder or number. */
const hidesPlaceholder = (words: string) => /'[{}#]/.test(words)

test('every catalogue that there is, and each language that there is words in, is looked at here', () => {
  const found = listFiles().filter((path) => path.endsWith('.po'))
  const configured = (config.catalogs ?? []).map(({ path }) => path.replace('<rootDir>/', '').replace('/{locale}', ''))

  expect(found).toEqual([...pairs.map(([path]) => path), ...folders.map((folder) => `${folder}/en.po`)].sort())
  expect(configured.sort()).toEqual(folders)
  expect(config.locales).toEqual(['en', ...translated])
})

test.each(folders)('the English catalogue in %s says what the pages say, and each message can be read', async (folder) => {
  const messages = [...(await readCatalogue(`${folder}/en.po`)).values()]

  expect(messages.length).toBeGreaterThan(10)
  expect(messages.filter(({ english, words }) => english !== words)).toEqual([])
  expect(messages.filter(({ words }) => hidesPlaceholder(words))).toEqual([])
  expect(messages.flatMap(({ words }) => compile('en', words)).length).toBeGreaterThan(0)
})

describe.each(pairs)('%s', (path, folder, locale) => {
  const catalogues = async () => ({ english: await readCatalogue(`${folder}/en.po`), own: await readCatalogue(path) })
  const perMessage = async (isWrong: (message: Message) => boolean) =>
    [...(await catalogues()).own.values()].filter(isWrong).map(({ words, english }) => words || english)

  test('has the messages of the English one, no more and no less', async () => {
    const { english, own } = await catalogues()
    const missing = [...english].filter(([id]) => !own.has(id)).map(([, message]) => message.english)
    const surplus = [...own].filter(([id, { isObsolete }]) => isObsolete || !english.has(id)).map(([, message]) => message.english)

    expect({ missing, surplus }).toEqual({ missing: [], surplus: [] })
    expect(readText(path)).toContain(`\n"Language: ${locale}\\n"\n`)
  })

  test('has words for each of them, and none that nobody has looked at', async () => {
    expect(await perMessage(({ words, isFuzzy }) => words.trim() === '' || isFuzzy)).toEqual([])
  })

  test('has the placeholders and tags of each', async () => {
    const different = await perMessage(({ english, words }) => {
      const [theirs, own] = [english, words].map((text, n) => JSON.stringify(partsOf(compile(n === 0 ? 'en' : locale, text))))
      return own !== theirs
    })

    expect(different).toEqual([])
  })

  test('closes each tag that it opens, in its order', async () => {
    expect(await perMessage(({ words }) => !isNested(words))).toEqual([])
  })

  test('hides no placeholder behind an apostrophe', async () => {
    expect(await perMessage(({ words }) => hidesPlaceholder(words))).toEqual([])
  })

  test('tells plurals apart as its language does', async () => {
    const known = new Intl.PluralRules(locale).resolvedOptions().pluralCategories as string[]
    const wrong = await perMessage(({ words }) => {
      const names = branchNames(compile(locale, words))
      return names.some((name) => !/^(=|)\d+$/.test(name) && !known.includes(name)) || (names.length > 0 && !names.includes('other'))
    })

    expect(wrong).toEqual([])
  })
})

function isNested(words: string): boolean {
  const open: string[] = []
  for (const [, slash, name, empty] of words.matchAll(/<(\/?)(\d+)(\/?)>/g)) {
    if (!slash && !empty) open.push(name ?? '')
    else if (slash && open.pop() !== name) return false
  }
  return open.length === 0
}

test.each<[string, string]>([
  ['a placeholder is missing', 'There are many'],
  ['a placeholder has another name', 'There are {number} in <0>it</0>'],
  ['a tag is missing', 'There are {count} in it'],
  ['a tag has another number', 'There are {count} in <1>it</1>'],
  ['an apostrophe hides the placeholder', "C'est l'{count} d'un <0>tout</0>"],
])('it is seen when %s', (_what, words) => {
  expect(partsOf(compile('fr', words))).not.toEqual(partsOf(compile('en', 'There are {count} in <0>it</0>')))
})

test('a language may tell more plurals apart, and count or not count in each', () => {
  const english = '{n, plural, one {# page of <0>{name}</0>} other {# pages of <0>{name}</0>}} is there'
  const hebrew = '{n, plural, one {one of <0>{name}</0>} two {two of <0>{name}</0>} other {# of <0>{name}</0>}} there'

  expect(partsOf(compile('he', hebrew))).toEqual(partsOf(compile('en', english)))
  expect(partsOf(compile('he', hebrew.replace('#', '')))).not.toEqual(partsOf(compile('en', english)))
  expect(branchNames(compile('he', hebrew))).toEqual(['one', 'two', 'other'])
})

test.each(Object.keys(problems) as ProblemSlug[])(
  'the pages say of the problem %s what the contract says, and say it in each language',
  async (slug) => {
    const { title, advice } = problems[slug]
    const { problemWords } = await loadBuiltRenderer()

    expect(await problemWords('en', slug)).toEqual({ title, advice })
    for (const locale of translated) {
      const words = await problemWords(locale, slug)
      expect(words).toEqual({ title: expect.stringMatching(/\S/), advice: expect.stringMatching(/\S/) })
      expect([words.title, words.advice]).not.toContain(title)
      expect([words.title, words.advice]).not.toContain(advice)
    }
  },
)

test.each(translated)('what a signer agrees to is said in %s, under a version of its own', (locale) => {
  const [english, own] = [consentIn('en'), consentIn(locale)]

  expect(own.version).toBe(`${english.version}.${locale}`)
  expect(localeOfConsent(own.version)).toBe(locale)
  expect(Object.keys(own)).toEqual(Object.keys(english))
  for (const [name, words] of Object.entries(own)) expect(words, name).toMatch(/\S/)
  for (const name of Object.keys(english) as (keyof typeof english)[]) expect(own[name]).not.toBe(english[name])
})

test('the English wording has a day as its version, and is what is read where there is no other', () => {
  const english = consentIn('en')

  expect(english.version).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  expect(localeOfConsent(english.version)).toBe('en')
  expect(consentIn('xx')).toBe(english)
})
