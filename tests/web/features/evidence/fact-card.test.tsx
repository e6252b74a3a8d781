import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Fact } from '#contract/campaigns.ts'
import type { Evidence, FactEntry } from '#contract/evidence.ts'
import { FactCard } from '../../../../web/features/evidence/fact-card.tsx'
import { messages } from '../../../../web/i18n/en.po'

afterEach(cleanup)

const article = { title: 'An article', publisher: 'A paper', year: 2014, url: 'https://example.org/article' }
const fact: Fact = {
  id: 'fact-1',
  kind: 'figure',
  display: 'An official acknowledged up to 95%.',
  claim: 'A claim.',
  attributedTo: { name: 'An official', role: 'official' },
  asOf: '2005',
  place: 'Somewhere',
  topics: ['evidence'],
  confidence: 'reported',
  use: 'card',
  caution: 'Keep "up to".',
  note: 'It is “up to” 95%, of 2005.',
  graphic: false,
  mustShowWith: [],
  era: 'article-2014',
}

const evidence: Evidence = {
  language: 'en',
  article,
  position: { heading: 'Their position', statement: 'They deny it.', sources: [] },
  denial: { id: 'denial-1', text: 'They deny it all.' },
  checkedOn: '2026-11-23',
}

function show(given: Partial<FactEntry>) {
  const i18n = setupI18n({ locale: 'en', messages: { en: messages } })
  const entry = { fact, isContested: false, companions: [], corrections: [], ...given }
  render(
    <I18nProvider i18n={i18n}>
      <FactCard entry={entry} evidence={evidence} />
    </I18nProvider>,
  )
  return screen.getAllByRole('listitem')[0] as HTMLElement
}

test('a fact stands with its note, its speaker, its time, how sure it is and its source', () => {
  const { textContent } = show({})

  expect(textContent).toBe(
    '2014 articleAn official acknowledged up to 95%.It is “up to” 95%, of 2005.An official · 2005 · reported · source: A paper, 2014This claim by itself, and how to cite it',
  )
  expect(screen.getByRole('link', { name: 'A paper, 2014' }).getAttribute('href')).toBe('https://example.org/article')
})

test('what is written for editors is not shown to readers', () => {
  const { textContent } = show({ fact: { ...fact, note: null } })

  expect(textContent).not.toContain('Keep')
})

test('the denial stands beside what is contested, and nowhere else', () => {
  expect(show({}).textContent).not.toContain('They deny it all.')
  cleanup()

  expect(show({ isContested: true }).textContent).toContain('Their position: They deny it all.')
})

test('what belongs beside a claim stands beside it, with its era and date', () => {
  const companion = {
    id: 'event-1',
    of: 'event',
    era: 'after-article',
    text: 'A law was made.',
    by: 'A parliament',
    asOf: '2022-04-28',
    href: '/timeline#event-1',
  } as const

  const { textContent } = show({ companions: [companion] })

  expect(textContent).toContain('After the article A law was made. A parliament · 28 April 2022')
  expect(screen.getByRole('link', { name: 'A law was made.' }).getAttribute('href')).toBe('/timeline#event-1')
})

test('graphic testimony is behind a closed panel that says what it is, and that one can skip it', () => {
  const card = show({ fact: { ...fact, graphic: true } })

  const panel = card.querySelector('details')
  expect(panel?.open).toBe(false)
  expect(panel?.querySelector('summary')?.textContent).toContain('You can skip it and still sign')
  expect(panel?.textContent).toContain(fact.display)
  expect(card.textContent?.replace(panel?.textContent ?? '', '')).toBe('2014 article')
})

test('a correction keeps the old wording with day and reason', () => {
  const correction = { item: 'fact-1', field: 'display', was: 'All of it.', now: fact.display, on: '2026-11-24', reason: 'It was “up to”.' }

  const { textContent } = show({ corrections: [correction] })

  expect(textContent).toContain('Corrected on 24 November 2026. It was “up to”.It said before: All of it.')
})
