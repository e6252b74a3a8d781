import { Problem } from '#contract/problem.ts'

export const petitionNotFound = () => new Problem('petition-not-found')
export const petitionClosed = () => new Problem('petition-closed')
/** One answer for expired, foreign, unknown and withdrawn: it must not tell which. */
export const linkNotValid = () => new Problem('link-not-valid')
export const codeWrong = (triesLeft: number) =>
  new Problem('code-wrong', {
    triesLeft,
    errors: [
      {
        pointer: '/code',
        code: 'code-wrong',
        detail: 'This code does not fit this address.',
        fix: `Copy the six digits from our newest mail. Tries left: ${triesLeft}.`,
      },
    ],
  })
export const codeSpent = () => new Problem('code-spent')
export const busy = () => new Problem('busy', { retryAfterSeconds: 5 })
