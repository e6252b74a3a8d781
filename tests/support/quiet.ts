import { afterEach, beforeEach, expect, vi } from 'vitest'

/** Whatever a test makes the code print is unexpected: it fails the test. */
beforeEach(() => {
  for (const method of ['log', 'warn', 'error'] as const) vi.spyOn(console, method)
})

afterEach(() => {
  for (const method of ['log', 'warn', 'error'] as const) {
    const calls = vi.mocked(console[method]).mock.calls
    vi.mocked(console[method]).mockRestore()
    expect(calls, `console.${method} was called`).toEqual([])
  }
})
