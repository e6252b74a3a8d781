import { Problem } from '#contract/problem.ts'

export const petitionNotFound = () => new Problem('petition-not-found')
export const petitionClosed = () => new Problem('petition-closed')
/** One answer for expired, foreign, unknown and withdrawn: it must not tell which. */
export const linkNotValid = () => new Problem('link-not-valid')
/** One answer for wrong, spent and unknown: a count of tries would tell when a new mail went to the address. */
export const codeWrong = () =>
  new Problem('code-wrong', {
    errors: [
      {
        pointer: '/code',
        code: 'code-wrong',
        detail: 'This code does not fit this address, or five wrong codes were typed for it.',
        fix: 'Copy the six digits from our newest mail. After five wrong ones only its link works, or the code of a new mail.',
      },
    ],
  })
export const busy = () => new Problem('busy', { retryAfterSeconds: 5 })
