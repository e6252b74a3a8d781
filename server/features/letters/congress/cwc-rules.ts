import type { CwcChamber } from './cwc-values.ts'
import { cwcStates } from './cwc-values.ts'

/** What the text of an element may be. `fix` says it to who has to write it. */
export type CwcRule = { fits: (text: string) => boolean; isLine: boolean; fix: string }

export const deliveryId = pattern(/^[a-zA-Z0-9]{32}$/u, 'Give each delivery an identifier of 32 letters and digits.')
export const deliveryDate = pattern(/^\d{8}$/u, 'Give the day of the delivery.')
export const email = pattern(/^[^@]+@[^.]+\..+$/u, 'Write an e-mail address, as name@example.org.')
export const phone = pattern(/^\d{3}-\d{3}-\d{4}$/u, 'Write a phone number of the United States with ten digits, as 202-555-0143.')
export const zip = pattern(/^\d{5}(?:-\d{4})?$/u, 'Write the ZIP code with five digits, or with nine, as 82001-3512.')
export const yesOrNo = pattern(/^[yn]$/iu, 'Write Y or N.')
export const proOrCon = pattern(/^(?:pro|con)$/iu, 'Write Pro or Con.')
export const wholeNumber = pattern(/^\+?0*[1-9]\d*$/u, 'Write a whole number from 1.')
export const webAddress = pattern(/^https?:\/\/\S+$/iu, 'Write an address of the web, as https://example.org.')

/** Seats, not people: a code stays when its holder changes. */
export function officeCode(chamber: CwcChamber): CwcRule {
  const states = [...cwcStates, 'AQ'].join('|')
  return chamber === 'senate'
    ? pattern(new RegExp(`^S(?:${states})0[1-3]$`, 'u'), 'Name an office of the Senate by state and class, as SCA01.')
    : pattern(new RegExp(`^H(?:${states})\\d\\d$`, 'u'), 'Name an office of the House by state and district, as HCA12 or HWY00.')
}

/** One line of up to 500 characters. */
export function line(what: string, min: number): CwcRule {
  return { ...text(what, min, 500), isLine: true }
}

/** Characters are counted as XML Schema counts them: by code points. */
export function text(what: string, min: number, max: number): CwcRule {
  const fits = (given: string) => {
    const length = [...given].length
    return length >= min && length <= max
  }
  const from = min > 1 ? `with ${min} to ${max}` : `with up to ${max}`
  return { fits, isLine: false, fix: `Write ${what} ${from} characters.` }
}

export function choice(values: readonly string[], fix: string): CwcRule {
  return { fits: (given) => values.includes(given), isLine: true, fix }
}

function pattern(shape: RegExp, fix: string): CwcRule {
  return { fits: (given) => shape.test(given), isLine: true, fix }
}
