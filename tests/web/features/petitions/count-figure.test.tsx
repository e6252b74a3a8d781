import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CountFigure } from '../../../../web/features/petitions/count-figure.tsx'
import { messages } from '../../../../web/i18n/en.po'

/** The browser's event stream, driven by the test: jsdom has none. */
class DrivenEventSource extends EventTarget {
  static readonly CLOSED = 2
  static last: DrivenEventSource
  readyState = 1

  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    DrivenEventSource.last = this
  }

  close() {
    this.readyState = DrivenEventSource.CLOSED
  }

  say(count: object) {
    act(() => void this.dispatchEvent(new MessageEvent('count', { data: JSON.stringify(count) })))
  }

  break() {
    this.readyState = DrivenEventSource.CLOSED
    act(() => void this.dispatchEvent(new Event('error')))
  }
}

const first = { count: 1200, voided: 0, checkpointSize: 1200, asOf: '2026-11-23T12:00:00.000Z' }

beforeEach(() => {
  vi.stubGlobal('EventSource', DrivenEventSource)
  vi.useFakeTimers()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function show(count = first) {
  const i18n = setupI18n({ locale: 'en', messages: { en: messages } })
  render(
    <I18nProvider i18n={i18n}>
      <CountFigure slug="a-petition" first={count} goals={[100, 5000]} openedAt="2026-11-01T00:00:00.000Z" />
    </I18nProvider>,
  )
}

test('the count is shown with its time of publication and the next goal', () => {
  show()

  expect(screen.getByTestId('count').textContent).toBe('1,200')
  expect(screen.getByText('people have signed and confirmed')).toBeTruthy()
  expect(screen.getByText('Published 23 November 2026, 12:00:00 UTC')).toBeTruthy()
  expect(screen.getByText('Next goal: 5,000')).toBeTruthy()
})

test('one signature is one person', () => {
  show({ ...first, count: 1, checkpointSize: 1 })

  expect(screen.getByText('person has signed and confirmed')).toBeTruthy()
})

test('the count follows the event stream and never goes back to an older checkpoint', () => {
  show()

  DrivenEventSource.last.say({ ...first, count: 1201, checkpointSize: 1201 })
  DrivenEventSource.last.say({ ...first, count: 1199, checkpointSize: 1199 })

  expect(DrivenEventSource.last.url).toBe('/api/v1/petitions/a-petition/stream')
  expect(screen.getByTestId('count').textContent).toBe('1,201')
})

test('where the stream is refused the page asks for the count now and then', async () => {
  const fetched = vi.fn(async () => new Response(JSON.stringify({ ...first, count: 1300, checkpointSize: 1300 })))
  vi.stubGlobal('fetch', fetched)
  show()

  DrivenEventSource.last.break()
  await act(() => vi.advanceTimersByTimeAsync(16_000))

  expect(fetched).toHaveBeenCalledWith('/api/v1/petitions/a-petition/count', { headers: { accept: 'application/json' } })
  expect(screen.getByTestId('count').textContent).toBe('1,300')
})

test('a screen reader hears a new count at most once a minute', async () => {
  show()

  DrivenEventSource.last.say({ ...first, count: 1201, checkpointSize: 1201 })
  const atOnce = screen.queryByText('Signatures now: 1,201')
  await act(() => vi.advanceTimersByTimeAsync(60_000))

  expect(atOnce).toBeNull()
  expect(screen.getByText('Signatures now: 1,201')).toBeTruthy()
})
