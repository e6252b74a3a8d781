import type { LetterState } from '#contract/letters.ts'

/**
 * Which state may follow which. `sending` is written down before a mail server is spoken to, so that a
 * crash leaves a letter that is tried again, and `sent` only after the server has taken it.
 */
const next: Record<LetterState, readonly LetterState[]> = {
  draft: ['confirmed'],
  confirmed: ['held', 'queued', 'sent-by-writer', 'cancelled'],
  held: ['confirmed', 'refused', 'cancelled'],
  // Its writer may change it and hand it in again: the refused one must not stand in the way as their one letter.
  refused: ['confirmed', 'cancelled'],
  // Back to `confirmed`: it needs another channel, or somebody who looks at it again.
  queued: ['sending', 'held', 'confirmed', 'cancelled'],
  sending: ['sent', 'failed', 'bounced'],
  sent: ['delivered-to-server', 'bounced'],
  'delivered-to-server': ['bounced'],
  bounced: ['confirmed', 'sent-by-writer'],
  failed: ['confirmed', 'sent-by-writer'],
  'sent-by-writer': ['confirmed'],
  cancelled: [],
}

/** The states from which a letter may come to this one. */
export function statesBefore(state: LetterState): LetterState[] {
  return (Object.keys(next) as LetterState[]).filter((before) => next[before].includes(state))
}

/** States of a letter that has reached its addressee, as far as anybody knows. */
export const arrivedStates: readonly LetterState[] = ['sent', 'delivered-to-server', 'sent-by-writer']

/** States in which its writer may still take it back. */
export const recallableStates: readonly LetterState[] = ['confirmed', 'held', 'queued']
