import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { messages } from '../../../../web/features/verify/i18n/en.po'
import type { Found, Step } from '../../../../web/features/verify/run-checks.ts'
import { WholeLogCheck } from '../../../../web/features/verify/whole-log-check.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const checkpoint = { origin: 'log.example.org/log/test-petition', size: 3000, root: new Uint8Array(32) }
const key = { name: 'log.example.org', id: new Uint8Array(4), publicKey: new Uint8Array(32) }
const found: Found = {
  log: { address: '/log/test-petition', slug: 'test-petition', key },
  earlier: checkpoint,
  today: checkpoint,
  watched: null,
}

function show(report: (step: Step) => void = () => {}) {
  const i18n = setupI18n({ locale: 'en', messages: { en: messages } })
  render(
    <I18nProvider i18n={i18n}>
      <WholeLogCheck found={found} report={report} />
    </I18nProvider>,
  )
}

test('nothing is read before the reader asks, and the reading can be stopped and begun again', async () => {
  const signals: AbortSignal[] = []
  const fetched = vi.fn((_address: string, { signal }: { signal: AbortSignal }) => {
    signals.push(signal)
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  })
  vi.stubGlobal('fetch', fetched)
  show()

  const before = fetched.mock.calls.length
  fireEvent.click(screen.getByRole('button', { name: 'Read the whole log' }))
  expect(screen.getByRole('progressbar', { name: 'Entries read' })).toBeTruthy()
  expect(screen.getByText('0 of 3,000 entries read')).toBeTruthy()
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Stop' })))

  expect(before).toBe(0)
  expect(signals.every(({ aborted }) => aborted)).toBe(true)
  expect(screen.getByRole('button', { name: 'Read the whole log' })).toBeTruthy()
})

test('where the line breaks it is said, and the reader can try again', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed')))
  const steps: Step[] = []
  show((step) => steps.push(step))

  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Read the whole log' })))

  expect(steps).toMatchObject([{ name: 'entries', fault: { code: 'unreachable' } }])
  expect(screen.getByRole('button', { name: 'Read the whole log' })).toBeTruthy()
})
