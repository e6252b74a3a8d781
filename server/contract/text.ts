import { z } from 'zod'

/** Codes of what can be wrong with an input field, with the sentence and the fix that API and pages give. */
export const inputFaults = {
  required: { detail: 'This is missing.', fix: 'Fill it in.' },
  'wrong-type': { detail: 'This has the wrong type.', fix: 'Send the type that /api/docs names.' },
  'unknown-field': { detail: 'This field is not known here.', fix: 'Leave it out, or check its spelling.' },
  'too-long': { detail: 'This is too long.', fix: 'Shorten it.' },
  'too-short': { detail: 'This is too short.', fix: 'Write a little more.' },
  'forbidden-characters': {
    detail: 'This holds characters that cannot be stored, such as control characters.',
    fix: 'Type it again instead of pasting it.',
  },
  'email-invalid': {
    detail: 'This is not an e-mail address.',
    fix: 'Write it like name@example.org.',
  },
  'country-unknown': { detail: 'This is not a country code.', fix: 'Choose a country, or send its two letters (ISO 3166-1).' },
  'postcode-invalid': {
    detail: 'This does not look like a postcode.',
    fix: 'Use letters, digits, spaces and hyphens only, or leave it empty.',
  },
  'consent-required': {
    detail: 'Without your consent we may not keep your signature.',
    fix: 'Tick the box if you agree.',
  },
  'age-required': { detail: 'Only people of 16 or older can sign.', fix: 'Tick the box if you are 16 or older.' },
  'source-invalid': { detail: 'This source is not valid.', fix: 'Use 1 to 40 of a–z, 0–9 and hyphen.' },
  'code-invalid': { detail: 'The code has six digits.', fix: 'Copy the six digits from our mail.' },
  'choice-unknown': { detail: 'This is not one of the choices.', fix: 'Choose one that /api/docs names.' },
  'series-choice': {
    detail: 'Name one kind of series: by, or split.',
    fix: 'Send by=hour, by=day, split=country or split=division, and only one of them.',
  },
  'recipient-unknown': { detail: 'This is nobody that this letter goes to.', fix: 'Choose somebody from the page of the letter.' },
  'recipient-elsewhere': {
    detail: 'This legislator does not represent the place that you gave.',
    fix: 'Choose one of those who represent you, or correct the postcode.',
  },
  'too-many-points': { detail: 'These are too many points for one letter.', fix: 'Choose four at most: a short letter is read.' },
  'letter-consent-required': {
    detail: 'Without your consent we may not keep and send your letter.',
    fix: 'Tick the box if you agree.',
  },
  'password-short': {
    detail: 'This password is too short.',
    fix: 'Use 12 characters or more; four words that have nothing to do with each other are good.',
  },
  'authenticator-code-invalid': { detail: 'The code has six digits.', fix: 'Copy the six digits that your authenticator app shows now.' },
  'email-taken': { detail: 'Somebody with this address works here already.', fix: 'Sign in with it, or use another address.' },
  'form-mixed': { detail: 'Send either a token, or a petition with an address and a code.', fix: 'Leave one of the two out.' },
} as const
export type InputFault = keyof typeof inputFaults

/** Control characters but for tab and line ends, line separators, and the marks that reorder text to deceive. */
const forbidden = /[[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]--[\t\n\r]]/v
const lineBreaks = /[\t\n\r]/u

const fault = (code: InputFault) => ({ error: code })

/** One line of text as a person typed it, up to `max` characters; ends are trimmed. */
export function line(max: number) {
  return text(max).refine((value) => !lineBreaks.test(value), fault('forbidden-characters'))
}

/** Text of several lines, up to `max` characters. */
export function text(max: number) {
  return z
    .string()
    .trim()
    .min(1, fault('required'))
    .refine((value) => value.isWellFormed() && !forbidden.test(value), fault('forbidden-characters'))
    .refine((value) => [...value].length <= max, fault('too-long'))
}

/**
 * An e-mail address as RFC 5321 §4.5.3.1 bounds it: mailbox up to 64 octets, all up to 254, a
 * domain with a dot. Quoted mailboxes and address literals are not taken: nobody types them.
 */
export const emailAddress = z
  .string()
  .trim()
  .min(1, fault('required'))
  .refine(isEmailAddress, fault('email-invalid'))
  .meta({ format: 'email', maxLength: 254 })

function isEmailAddress(value: string): boolean {
  if (value.length > 254 || !value.isWellFormed()) return false
  const parts = value.split('@')
  const [mailbox = '', domain = ''] = parts
  if (parts.length !== 2 || mailbox.length > 64) return false
  const isMailbox = /^[^\s"\(\),:;<>@\[\\\]\p{Cc}\p{Cf}\p{Z}]+$/v.test(mailbox)
  if (!isMailbox || mailbox.startsWith('.') || mailbox.endsWith('.') || mailbox.includes('..')) return false
  const labels = domain.split('.')
  return (
    labels.length >= 2 &&
    labels.every((label) => /^[\p{L}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  )
}

export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, fault('choice-unknown'))
  .max(80, fault('too-long'))
