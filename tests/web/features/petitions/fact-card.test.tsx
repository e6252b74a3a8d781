import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Fact } from '#contract/campaigns.ts'
import { FactCard } from '../../../../web/features/petitions/fact-card.tsx'
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

function show(shown: Fact) {
  const i18n = setupI18n({ locale: 'en', messages: { en: messages } })
  render(
    <I18nProvider i18n={i18n}>
      <FactCard fact={shown} article={article} />
    </I18nProvider>,
  )
}

test('a fact stands with its note, its speaker, its time, how sure it is and its source', () => {
  show(fact)

  expect(screen.getByRole('listitem').textContent).toBe(
    '2014 articleAn official acknowledged up to 95%.It is “up to” 95%, of 2005.An official · 2005 · reported · source: A paper, 2014',
  )
  expect(screen.getByRole('link', { name: 'A paper, 2014' }).getAttribute('href')).toBe('https://example.org/article')
})

test('what is written for editors is not shown to readers', () => {
  show({ ...fact, note: null })

  expect(screen.getByRole('listitem').textContent).not.toContain('Keep')
})
