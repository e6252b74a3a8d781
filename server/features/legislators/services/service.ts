import type { lookupServices } from '../../../config.ts'

export type ServiceName = (typeof lookupServices)[number]

/** What a service is asked: a postcode in its stored form, or a street address that nobody keeps. */
export type Asked = { country: string; postcode: string } | { country: string; address: string }

/** Reads an address of a service as JSON: null when it answers 404. @throws Error when it does not answer in time, or not with JSON */
export type AskJson = (address: string) => Promise<unknown>

/**
 * An outside service that knows in which divisions a place lies. None is asked unless an organizer
 * names it in LOOKUP_SERVICES: it learns the postcode, or the address, and from where it is asked.
 */
export type LookupService = {
  name: ServiceName
  countries: readonly string[]
  takes: 'postcode' | 'address'
  /**
   * @returns keys of divisions, with those of chambers that the site has no list of; null when the
   *   service does not know the place
   * @throws Error when the answer is none of its shapes
   */
  find(ask: AskJson, place: string): Promise<string[] | null>
}
