import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { PetitionList } from '../../../../../web/features/petitions/pages/petition-list.tsx'
import { messages } from '../../../../../web/i18n/en.po'

afterEach(cleanup)

const petition = {
  slug: 'a-petition',
  title: 'A title with <b>tags</b> & signs',
  state: 'open' as const,
  addressee: 'Office <1>of</1> <script>alert(1)</script>',
  textVersion: { version: 1, sha256: '00', publishedAt: '2026-11-01T00:00:00.000Z' },
  openedAt: '2026-11-01T00:00:00.000Z',
  closesAt: null,
  count: 2,
}

function show(petitions: (typeof petition)[]) {
  const i18n = setupI18n({ locale: 'en', messages: { en: messages } })
  render(
    <I18nProvider i18n={i18n}>
      <PetitionList petitions={petitions} heading="h2" />
    </I18nProvider>,
  )
}

test('words from data are shown as they are, tags and all', () => {
  show([petition])

  expect(screen.getByText('Office <1>of</1> <script>alert(1)</script>').closest('p')?.textContent).toBe(
    'A petition to the Office <1>of</1> <script>alert(1)</script>',
  )
  expect(screen.getByRole('link', { name: 'A title with <b>tags</b> & signs' })).toBeTruthy()
})

test('an empty list says so', () => {
  show([])

  expect(screen.getByText('There is no petition here yet.')).toBeTruthy()
})
