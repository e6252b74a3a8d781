import { Problem } from '#contract/problem.ts'
import type { InputFault } from '#contract/text.ts'
import { inputFaults } from '#contract/text.ts'

export const signInNeeded = () => new Problem('sign-in-needed')
export const signInFailed = () => new Problem('sign-in-failed')
export const proofOfPersonNeeded = () => new Problem('proof-of-person-needed')
export const notAllowed = () => new Problem('not-allowed')
export const invitationNotValid = () => new Problem('invitation-not-valid')
export const lastWayIn = () => new Problem('last-way-in')
export const nothingThere = () => new Problem('not-found')

/** One field that a rule beyond its shape refuses. */
export function fieldRefused(pointer: string, code: InputFault): Problem {
  return new Problem('invalid-input', { errors: [{ pointer, code, ...inputFaults[code] }] })
}
