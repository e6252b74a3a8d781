import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Citation } from '#contract/evidence.ts'
import { SourceList } from '../../../../web/features/evidence/source-list.tsx'
import { messages } from '../../../../web/i18n/en.po'

afterEach(cleanup)

const article = { title: 'An article', publisher: 'A paper', year: 2014, url: 'https://example.org/article' }
const source = {
  title: 'A page',
  publisher: 'A publisher',
  year: null,
  url: 'https://example.org/page',
  level: 'primary' as const,
  isAdvocacy: false,
  copyRead: null,
}

function anEvent(given: Partial<Citation> = {}): Citation {
  return {
    id: 'event-1',
    era: 'context',
    text: 'Something happened.',
    by: 'A publisher',
    asOf: '2013-12-12',
    confidence: null,
    kind: 'statement',
    status: null,
    note: null,
    isGraphic: false,
    source,
    ...given,
  }
}

function shown(...citations: Citation[]): string[] {
  const i18n = setupI18n({ locale: 'en', messages: { en: messages } })
  render(
    <I18nProvider i18n={i18n}>
      <SourceList citations={citations} article={article} />
    </I18nProvider>,
  )
  return screen.getAllByRole('listitem').map(({ textContent }) => textContent ?? '')
}

test.each([
  ['resolution', 'non-binding', '12 December 2013 · non-binding resolution'],
  ['law', 'in force', '12 December 2013 · law in force'],
  ['resolution', 'passed House only; lapsed', '12 December 2013 · passed House only; lapsed'],
  ['statement', null, '12 December 2013A page'],
])('a %s with the status %s says so in plain words', (kind, status, words) => {
  expect(shown(anEvent({ kind, status }))).toEqual([expect.stringContaining(words)])
})

test.each([
  ['2013-12', 'December 2013'],
  ['2013', '2013'],
  ['by late 2014', 'by late 2014'],
])('%s stands as %s', (asOf, words) => {
  expect(shown(anEvent({ asOf }))).toEqual([expect.stringContaining(`${words}A page (A publisher)`)])
})

test('a claim stands with its speaker, its time, how sure it is, its note, and its article with publisher and year', () => {
  const fact = anEvent({
    era: 'article-2014',
    by: 'Anna <b>Example</b>',
    asOf: 'late 2014',
    confidence: 'alleged',
    note: 'It is not a count.',
    source: { ...source, ...article, level: null },
  })

  expect(shown(fact)).toEqual([
    'Something happened. 2014 articleIt is not a count.Anna <b>Example</b> · late 2014 · allegedAn article (A paper, 2014)',
  ])
})

test('an advocacy source is labelled, and so is one at second hand or copied by others', () => {
  const entries = shown(
    anEvent({ source: { ...source, isAdvocacy: true } }),
    anEvent({ id: 'event-2', source: { ...source, isAdvocacy: true, level: 'secondary' } }),
    anEvent({ id: 'event-3', source: { ...source, level: 'mirror' } }),
  )

  expect(entries).toEqual([
    expect.stringMatching(/\(A publisher\) · advocacy source$/),
    expect.stringMatching(/\(A publisher\) · advocacy source · second-hand source$/),
    expect.stringMatching(/\(A publisher\) · third-party copy$/),
  ])
})

test('where the page itself could not be read, the copy that was read is linked', () => {
  shown(anEvent({ source: { ...source, level: 'mirror', copyRead: 'https://example.net/copy' } }))

  expect(screen.getByRole('link', { name: 'A page' }).getAttribute('href')).toBe('https://example.org/page')
  expect(screen.getByRole('link', { name: 'copy read' }).getAttribute('href')).toBe('https://example.net/copy')
  expect(screen.queryByText(/third-party copy/)).toBeNull()
})
