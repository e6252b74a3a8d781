import type { ChannelRecord } from '../format.ts'

/** Most characters of what is copied from a file. */
export const maxCharacters = { name: 200, value: 500, postal: 1000 } as const

/** Control characters, and the marks that turn the direction of writing, with which one name can be made to look like another. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u
const unseenInLines = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u

/** Why a value cannot be copied, as the end of a sentence; null when it can. Empty values can. */
export function flawOf(value: string, kind: keyof typeof maxCharacters): string | null {
  const max = maxCharacters[kind]
  if (value.length > max) return `is longer than ${max} characters`
  if ((kind === 'postal' ? unseenInLines : unseen).test(value) || !value.isWellFormed()) return 'holds control characters'
  return null
}

/** A sentence that says why nobody can be made of this name and this id; null when somebody can. */
export function flawOfName(name: string, id: string): string | null {
  for (const [field, value] of [
    ['name', name],
    ['id', id],
  ] as const) {
    const flaw = value.trim() === '' ? 'is empty' : flawOf(value.trim(), 'name')
    if (flaw) return `The person’s ${field} ${flaw}, so that the person was left out.`
  }
  return null
}

/** Whether it is a day of the calendar, written as `2026-05-07`. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const day = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

/** Whether it is a whole http(s) address without a user's name or password in it. */
export function isWebAddress(value: string): boolean {
  if (!/^https?:\/\/[^\s/]/i.test(value) || /\s/.test(value) || !URL.canParse(value)) return false
  const { username, password } = new URL(value)
  return username === '' && password === ''
}

/** Whether it looks like one e-mail address, and no list or name with an address. */
export function isEmailAddress(value: string): boolean {
  return value.length <= 254 && /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(value)
}

/** Letters and digits of any script in lower case, the rest as single hyphens: `Ó Snodaigh, Aengus` is `ó-snodaigh-aengus`. */
export function slugOf(value: string): string {
  const words = value
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu)
  return words?.join('-') ?? ''
}

/** What can be used of a record's values; what cannot is told through `fault`, as a whole sentence. */
export type ValueReader = {
  /** The text without space around it; undefined when it is empty or has a flaw. */
  text(field: string, value: unknown, kind?: keyof typeof maxCharacters): string | undefined
  day(field: string, value: unknown): string | undefined
  website(field: string, value: unknown): string | undefined
  /** An e-mail address; a web form where the value is an http(s) address. */
  email(field: string, value: unknown, label?: string): ChannelRecord[]
  webForm(field: string, value: unknown, label?: string): ChannelRecord[]
  phone(field: string, value: unknown, label?: string): ChannelRecord[]
  postal(field: string, value: unknown, label?: string): ChannelRecord[]
}

/**
 * @param fault called with a sentence for each value that is left out
 */
export function createValueReader(fault: (reason: string) => void): ValueReader {
  const text: ValueReader['text'] = (field, value, kind = 'value') => {
    if (value === undefined || value === null) return undefined
    if (typeof value !== 'string') return void fault(`${field} is not text; it was left out.`)
    const trimmed = value.trim()
    const flaw = flawOf(trimmed, kind)
    if (flaw) return void fault(`${field} ${flaw}; it was left out.`)
    return trimmed === '' ? undefined : trimmed
  }
  const shaped = (field: string, value: unknown, isRight: (value: string) => boolean, shape: string) => {
    const found = text(field, value)
    if (found === undefined || isRight(found)) return found
    return void fault(`${field} is not ${shape}: ‘${found.slice(0, 60)}’; it was left out.`)
  }
  const channel = (kind: ChannelRecord['kind'], value: string | undefined, label: string | undefined): ChannelRecord[] =>
    value === undefined ? [] : [{ kind, value, ...(label === undefined ? {} : { label }) }]
  const webAddress = 'a web address that begins with http:// or https://'
  return {
    text,
    day: (field, value) => shaped(field, value, isDay, 'a day such as 2026-05-07'),
    website: (field, value) => shaped(field, value, isWebAddress, webAddress),
    webForm: (field, value, label) => channel('web-form', shaped(field, value, isWebAddress, webAddress), label),
    email(field, value, label) {
      const found = shaped(field, value, (it) => isEmailAddress(it) || isWebAddress(it), 'one e-mail address')
      return channel(found !== undefined && isWebAddress(found) ? 'web-form' : 'email', found, label)
    },
    phone: (field, value, label) =>
      channel(
        'phone',
        shaped(field, value, (it) => /\d.*\d.*\d/.test(it), 'a telephone number'),
        label,
      ),
    postal: (field, value, label) =>
      channel('postal', linesOf(text(field, typeof value === 'string' ? withLineFeeds(value) : value, 'postal')), label),
  }
}

function withLineFeeds(value: string): string {
  return value.replace(/\r\n?/g, '\n')
}

function linesOf(value: string | undefined): string | undefined {
  const lines = value?.split('\n').map((line) => line.trim())
  return lines?.filter((line) => line !== '').join('\n')
}

/** The fields that have a value, for records whose fields are left out rather than undefined. */
export function given<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ReturnType<typeof given<Fields>>
}

/** Key of a whole country as the division of a chamber: `iso:BE` in the European Parliament, `iso:IL/il-knesset` in a national one. */
export function countryKey(country: string, chamber: string): string {
  return chamber === 'eu-parliament' ? `iso:${country}` : `iso:${country}/${chamber}`
}
