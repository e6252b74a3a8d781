import { Problem } from '#contract/problem.ts'

export const letterNotFound = () => new Problem('not-found', { detail: 'No letter is written here.' })
export const letterLinkNotValid = () => new Problem('letter-link-not-valid')
export const letterAlreadyWritten = () => new Problem('letter-already-written')
export const letterNotOpen = () => new Problem('letter-not-open')
