import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Office } from '#contract/campaigns.ts'
import { OfficeList } from '../../../../web/features/letters/office-list.tsx'
import { messages } from '../../../../web/i18n/static/en.po'

afterEach(cleanup)

const source = { title: 'A page', publisher: 'A publisher', url: 'https://example.org/page' }

function show(given: Partial<Office> = {}): HTMLElement {
  const office: Office = {
    id: 'office-1',
    body: 'A ministry',
    office: 'Minister of Tests',
    addressAs: 'Minister',
    place: 'GB',
    postal: ['1 Test Street', 'Testtown'],
    email: 'minister@example.org',
    form: 'https://example.org/form',
    source,
    checkedOn: '2026-11-24',
    ...given,
  }
  render(
    <I18nProvider i18n={setupI18n({ locale: 'en', messages: { en: messages } })}>
      <OfficeList ask={{ id: 'ask-1', hasForm: true }} offices={[office]} />
    </I18nProvider>,
  )
  return screen.getByRole('listitem')
}

const hrefsOf = () => screen.getAllByRole('link').map((link) => link.getAttribute('href'))

test('an office stands as on an envelope, with how to address it, its ways, and where and when it was looked up', () => {
  const { textContent } = show()

  expect(textContent).toBe(
    'Minister of TestsA ministry1 Test StreetTesttownForm of address: Dear Minister,Write to Minister of Testsminister@example.org · Its own contact formChecked on 24 November 2026, source: A page (A publisher)',
  )
  expect(hrefsOf()).toEqual(['mailto:minister@example.org', 'https://example.org/form', 'https://example.org/page'])
})

test('each line of the postal address is a line of its own', () => {
  const entry = show()

  expect(entry.querySelector('address')?.innerHTML.split('<br>')).toHaveLength(4)
})

test('what is not known of an office leaves no gap', () => {
  const { textContent } = show({ postal: null, email: null, form: null })

  expect(textContent).toBe(
    'Minister of TestsA ministryForm of address: Dear Minister,Write to Minister of TestsChecked on 24 November 2026, source: A page (A publisher)',
  )
})

test('readers are told that a stored copy was read, and can open it where it has an address of its own', () => {
  const { textContent } = show({ source: { ...source, copyRead: 'https://example.org/stored' } })

  expect(textContent).toContain(
    'Checked on 24 November 2026 in a stored copy; look at the page itself before you write: A page (A publisher) · copy read',
  )
  expect(hrefsOf().slice(-2)).toEqual(['https://example.org/page', 'https://example.org/stored'])
  cleanup()

  show({ source: { ...source, copyRead: source.url } })
  expect(hrefsOf()).toHaveLength(3)
})
