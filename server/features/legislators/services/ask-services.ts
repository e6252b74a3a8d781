import type { Log } from '../../../lib/log.ts'
import type { FetchLimits, MayConnect } from '../fetching/fetch-file.ts'
import { fetchJson } from '../fetching/fetch-file.ts'
import type { Asked, AskJson, LookupService, ServiceName } from './service.ts'
import { services as allServices } from './services.ts'

export type Services = {
  /** Whether any service that is switched on takes this. */
  takes(country: string, kind: LookupService['takes']): boolean
  /** Keys of divisions by the first service that knows the place; null when none does or none answers. */
  find(asked: Asked): Promise<string[] | null>
}

const patience: FetchLimits = { maxBytes: 1024 * 1024, idleMs: 5000, totalMs: 5000, maxRedirects: 2 }

/**
 * The outside services that are switched on. One that fails is passed over, and noted in the log
 * without the place that was asked for.
 * @param options.addressOf where a service's address is read from: itself
 */
export function openServices(
  names: readonly ServiceName[],
  log: Log,
  options: { addressOf?(address: string): string; mayConnect?: MayConnect } = {},
): Services {
  const chosen = names.flatMap((name) => allServices.filter((service) => service.name === name))
  const fitting = (country: string, kind: LookupService['takes']) =>
    chosen.filter(({ countries, takes }) => takes === kind && countries.includes(country))
  const { addressOf, mayConnect } = options
  const ask: AskJson = (address) => fetchJson(addressOf?.(address) ?? address, { limits: patience, ...(mayConnect ? { mayConnect } : {}) })
  return {
    takes: (country, kind) => fitting(country, kind).length > 0,
    async find(asked) {
      const [kind, place] = 'postcode' in asked ? (['postcode', asked.postcode] as const) : (['address', asked.address] as const)
      for (const service of fitting(asked.country, kind)) {
        try {
          const keys = await service.find(ask, place)
          if (keys !== null && keys.length > 0) return keys
        } catch (error) {
          // The message may hold the address that was asked, and with it the place.
          log.warn({ service: service.name, error: (error as Error).name }, 'a look-up service did not answer as it should')
        }
      }
      return null
    },
  }
}
