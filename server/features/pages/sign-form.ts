import type { z } from 'zod'
import type { FieldError } from '#contract/problem.ts'
import { Problem } from '#contract/problem.ts'
import type { SignatureInput } from '#contract/signatures.ts'
import { confirmationInput, signatureInput } from '#contract/signatures.ts'
import { inputFaults } from '#contract/text.ts'
import { fieldErrorsOfIssues } from '../../http/field-errors.ts'

/** A posted form: every field is text, absent or (if somebody tampered) several texts. */
export type PostedForm = Record<string, unknown>

/** Fields of the sign form that come back when it is shown again. A postcode is asked for only where a legislator must be found. */
const keptFields = ['givenName', 'familyName', 'email', 'country', 'comment', 'publicName', 'updates', 'consent', 'age', 'source'] as const

const maxEchoedCharacters = 2000

/** One posted field as text; empty when it is absent. */
export function fieldOf(form: PostedForm, name: string): string {
  const value = form[name]
  const last = Array.isArray(value) ? value.at(-1) : value
  return typeof last === 'string' ? last : ''
}

/** What was typed, to be shown again: only known fields, cut to a sane length. */
export function keptValues(form: PostedForm): Record<string, string> {
  return Object.fromEntries(keptFields.map((name) => [name, fieldOf(form, name).slice(0, maxEchoedCharacters)]))
}

/** The signature that a form holds, or what needs correcting, in the order of the form. */
export function readSignForm(form: PostedForm): { signature: SignatureInput } | { errors: FieldError[] } {
  const optional = (name: string) => fieldOf(form, name).trim() || undefined
  const parsed = signatureInput.safeParse({
    givenName: fieldOf(form, 'givenName'),
    familyName: optional('familyName'),
    email: fieldOf(form, 'email'),
    country: fieldOf(form, 'country'),
    // Browsers send each line end as two characters; who counts to 500 counts it as one.
    comment: optional('comment')?.replaceAll('\r\n', '\n'),
    publicName: isTicked(form, 'publicName') ? 'full' : 'none',
    updates: isTicked(form, 'updates'),
    consent: isTicked(form, 'consent'),
    source: optional('source'),
  })
  const errors = parsed.success ? [] : fieldErrorsOfIssues(parsed.error.issues)
  if (!isTicked(form, 'age')) errors.push({ pointer: '/age', code: 'age-required', ...inputFaults['age-required'] })
  if (parsed.success && errors.length === 0) return { signature: parsed.data }
  return { errors }
}

/**
 * Petition, address and code as a form holds them.
 * @throws Problem invalid-input
 */
export function readCodeForm(given: { petition: string; email: string; code: string }): { petition: string; email: string; code: string } {
  const parsed = confirmationInput.safeParse(given)
  if (!parsed.success) throw new Problem('invalid-input', { errors: fieldErrorsOfIssues(parsed.error.issues) })
  return { ...given, code: parsed.data.code ?? '', email: parsed.data.email ?? '' }
}

/**
 * An address as a form holds it.
 * @throws Problem invalid-input
 */
export function readEmailForm<T>(shape: z.ZodType<T>, given: { email: string }): T {
  const parsed = shape.safeParse(given)
  if (!parsed.success) throw new Problem('invalid-input', { errors: fieldErrorsOfIssues(parsed.error.issues) })
  return parsed.data
}

/** Whether a box of a form is ticked. */
export function isTicked(form: PostedForm, name: string): boolean {
  return fieldOf(form, name) === 'yes'
}
