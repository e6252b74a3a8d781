import type { z } from 'zod'
import type { FieldError } from '#contract/problem.ts'
import type { InputFault } from '#contract/text.ts'
import { inputFaults } from '#contract/text.ts'

/** The parts of a zod issue that tell what to say, as zod itself and fastify's type provider give them. */
type Issue = {
  code?: string | undefined
  message?: string | undefined
  path: PropertyKey[]
  input?: unknown
  keys?: string[] | undefined
  origin?: string | undefined
  expected?: string | undefined
}

/** Field errors of a failed request validation, one per field at most, in the order of the form. */
export function fieldErrorsOf(error: {
  validation: { params?: unknown; instancePath: string; keyword: string; message?: string }[]
}): FieldError[] {
  return distinct(
    error.validation.flatMap(({ instancePath, keyword, message, params }) =>
      faultsOf({ ...(params as object), code: keyword, message, path: instancePath.split('/').filter(Boolean) }),
    ),
  )
}

/** Field errors of a zod parse that we made ourselves, for forms. */
export function fieldErrorsOfIssues(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return distinct(issues.flatMap((issue) => faultsOf(issue as Issue)))
}

function faultsOf(issue: Issue): FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') return (issue.keys ?? ['']).map((key) => fieldError([...path, key], 'unknown-field'))
  return [fieldError(path, faultOf(issue))]
}

function faultOf(issue: Issue): InputFault {
  if (issue.message && issue.message in inputFaults) return issue.message as InputFault
  if (issue.code === 'invalid_type') return /undefined/.test(issue.message ?? '') ? 'required' : 'wrong-type'
  if (issue.code === 'too_big') return 'too-long'
  if (issue.code === 'too_small') return 'too-short'
  return 'choice-unknown'
}

function fieldError(path: string[], code: InputFault): FieldError {
  // RFC 6901: ~ and / are escaped. A field name from outside is cut, so that nothing large is echoed.
  const pointer = path.map((part) => `/${part.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return { pointer: pointer || '/', code, ...inputFaults[code] }
}

function distinct(errors: FieldError[]): FieldError[] {
  const seen = new Set<string>()
  return errors.filter(({ pointer }) => !seen.has(pointer) && seen.add(pointer)).slice(0, 20)
}
