import { describe, expect, it } from 'vitest'
import type { LetterState } from '../../server/contract/letters.ts'
import { letterStates } from '../../server/contract/letters.ts'
import { arrivedStates, recallableStates, statesBefore } from '../../server/features/letters/states.ts'

/** The states to which a letter may go from this one in one step. */
const statesAfter = (state: LetterState) => letterStates.filter((next) => statesBefore(next).includes(state))

/** All states that a letter can come to from this one, never passing through those of `without`. */
function reachableFrom(state: LetterState, without: LetterState[] = []): Set<LetterState> {
  const reached = new Set<LetterState>()
  const open = [state]
  for (const current of open) {
    for (const next of statesAfter(current)) {
      if (reached.has(next) || without.includes(next)) continue
      reached.add(next)
      open.push(next)
    }
  }
  return reached
}

describe('every state', () => {
  it.each(letterStates.filter((state) => state !== 'draft'))('can be reached from a draft: %s', (state) => {
    expect(reachableFrom('draft')).toContain(state)
  })

  it('that there is may be left, but for a letter that was taken back', () => {
    expect(letterStates.filter((state) => statesAfter(state).length === 0)).toEqual(['cancelled'])
  })

  it('is never entered from itself, so that doing something twice changes nothing', () => {
    expect(letterStates.filter((state) => statesBefore(state).includes(state))).toEqual([])
  })
})

it('nothing becomes a draft again', () => {
  expect(statesBefore('draft')).toEqual([])
})

it('nothing goes on from a draft but by its writer’s confirmation', () => {
  expect(statesAfter('draft')).toEqual(['confirmed'])
})

describe('on the way to an office', () => {
  it('a letter is sending only from the queue, and sent only from sending', () => {
    expect(statesBefore('sending')).toEqual(['queued'])
    expect(statesBefore('sent')).toEqual(['sending'])
    expect(statesBefore('delivered-to-server')).toEqual(['sent'])
  })

  it('it comes into the queue only after it was confirmed', () => {
    expect(statesBefore('queued')).toEqual(['confirmed'])
  })

  it.each<LetterState>(['sent', 'delivered-to-server'])('a %s letter is not sent again unless it came back', (state) => {
    expect([...reachableFrom(state, ['bounced'])].filter((next) => ['confirmed', 'queued', 'sending', 'sent'].includes(next))).toEqual([])
  })

  it('a held letter reaches no queue unless somebody lets it go', () => {
    expect(statesAfter('held')).toEqual(['confirmed', 'refused', 'cancelled'])
    expect([...reachableFrom('held', ['confirmed'])].sort()).toEqual(['cancelled', 'refused'])
  })

  it('a letter that failed or came back is given to its writer, and takes no other way by itself', () => {
    expect(statesAfter('failed')).toEqual(['confirmed', 'sent-by-writer'])
    expect(statesAfter('bounced')).toEqual(['confirmed', 'sent-by-writer'])
  })

  it('only a letter that a mail server has seen can bounce', () => {
    expect(statesBefore('bounced')).toEqual(['sending', 'sent', 'delivered-to-server'])
    expect(statesBefore('failed')).toEqual(['sending'])
  })
})

describe('its writer', () => {
  it('can take a letter back wherever the page offers it', () => {
    expect(recallableStates.filter((state) => !statesBefore('cancelled').includes(state))).toEqual([])
  })

  it('is in the way of no new letter with one that was refused', () => {
    expect(statesBefore('cancelled').filter((state) => !recallableStates.includes(state))).toEqual(['refused'])
  })

  it('cannot take back what has gone or is going', () => {
    const gone: LetterState[] = ['sending', ...arrivedStates]

    expect(gone.filter((state) => recallableStates.includes(state))).toEqual([])
  })

  it('brings nothing back that they took back', () => {
    expect(statesAfter('cancelled')).toEqual([])
  })

  it('sends only what they have confirmed and what waits for nobody', () => {
    expect(statesBefore('sent-by-writer')).toEqual(['confirmed', 'bounced', 'failed'])
  })

  it('may say that they have not sent it after all', () => {
    expect(statesAfter('sent-by-writer')).toEqual(['confirmed'])
  })
})

it('a letter counts as arrived only where a server took it or its writer says so', () => {
  expect(arrivedStates).toEqual(['sent', 'delivered-to-server', 'sent-by-writer'])
})
