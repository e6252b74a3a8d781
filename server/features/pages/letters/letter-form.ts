import type { DraftInput, LetterInput } from '#contract/letters.ts'
import { draftInput, letterInput } from '#contract/letters.ts'
import type { FieldError } from '#contract/problem.ts'
import { inputFaults } from '#contract/text.ts'
import { fieldErrorsOfIssues } from '../../../http/field-errors.ts'
import type { LetterForm } from '../../letters/packet.ts'
import type { PostedForm } from '../sign-form.ts'
import { fieldOf, isTicked } from '../sign-form.ts'

/** More than a valid letter holds, so that what is too long comes back to be shortened and is not lost. */
const longestKept = 200_000
const longestLine = 1000

/** What a posted form holds, right or wrong: kept as it is. */
export function typedLetter(form: PostedForm): LetterForm {
  const given = (name: string) => fieldOf(form, name).slice(0, longestLine)
  return {
    country: given('country'),
    postcode: given('postcode'),
    prefix: given('prefix'),
    givenName: given('givenName'),
    familyName: given('familyName'),
    street: given('street'),
    town: given('town'),
    subject: given('subject'),
    // Browsers send each line end as two characters; who counts them counts one.
    own: fieldOf(form, 'own').replaceAll('\r\n', '\n').slice(0, longestKept),
    email: given('email'),
    points: pointsOf(form),
  }
}

function pointsOf(form: PostedForm): string[] {
  const posted = form['points']
  const list = Array.isArray(posted) ? posted : [posted]
  return [...new Set(list.filter((id) => typeof id === 'string' && /^[0-9a-f]{16}$/.test(id)))].slice(0, 50) as string[]
}

type Whom = { ask: string; recipient: string }

/** A draft as it can be composed. A name that is not given yet is no hindrance. */
export function readDraftForm(whom: Whom, typed: LetterForm): { draft: DraftInput } | { errors: FieldError[] } {
  const { email: _email, ...written } = typed
  const parsed = draftInput.safeParse({ ...whom, ...withoutEmpty(written), givenName: typed.givenName.trim() || '…' })
  return parsed.success ? { draft: parsed.data } : { errors: fieldErrorsOfIssues(parsed.error.issues) }
}

/** The letter that a form holds, or what needs correcting. */
export function readLetterForm(whom: Whom, typed: LetterForm, posted: PostedForm): { letter: LetterInput } | { errors: FieldError[] } {
  const parsed = letterInput.safeParse({ ...whom, ...withoutEmpty(typed), consent: isTicked(posted, 'consent') })
  const errors = parsed.success ? [] : fieldErrorsOfIssues(parsed.error.issues)
  if (!isTicked(posted, 'age')) errors.push({ pointer: '/age', code: 'age-required', ...inputFaults['age-required'] })
  if (parsed.success && errors.length === 0) return { letter: parsed.data }
  return { errors: inOrderOfForm(errors) }
}

const order = ['recipient', 'own', 'subject', 'points', 'givenName', 'familyName', 'street', 'town', 'email', 'consent', 'age']

/** As somebody meets the fields who goes down the page. */
function inOrderOfForm(errors: FieldError[]): FieldError[] {
  const place = ({ pointer }: FieldError) => order.indexOf(pointer.split('/')[1] ?? '')
  return errors.toSorted((a, b) => place(a) - place(b))
}

/** A field that is left empty is not given. */
function withoutEmpty<T extends object>(typed: T): Partial<T> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => typeof value !== 'string' || value.trim() !== '')) as Partial<T>
}
