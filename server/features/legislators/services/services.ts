import { z } from 'zod'
import { federalDistrict } from '../formats/represent/districts.ts'
import { districtKey, stateKey } from '../formats/us-divisions.ts'
import type { LookupService } from './service.ts'

const gss = z.string().regex(/^[A-Z]\d{8}$/)

const postcodesIoReply = z.object({ result: z.object({ codes: z.object({ parliamentary_constituency: gss }) }) })

/** @see https://postcodes.io/docs (November 2026): the Westminster constituency of a live postcode, by its centre. */
const postcodesIo: LookupService = {
  name: 'postcodes-io',
  countries: ['GB'],
  takes: 'postcode',
  async find(ask, postcode) {
    const reply = await ask(`https://api.postcodes.io/postcodes/${encodeURIComponent(postcode)}`)
    if (reply === null) return null
    return [`gss:${postcodesIoReply.parse(reply).result.codes.parliamentary_constituency}`]
  },
}

const mapitReply = z.object({ areas: z.record(z.string(), z.object({ type: z.string(), codes: z.object({ gss: gss.optional() }) })) })
/** House of Commons, Scottish Parliament (constituency, region), Senedd, Northern Ireland Assembly. */
const mapitTypes = ['WMC', 'SPC', 'SPE', 'WAC', 'NIE']

/** @see https://mapit.mysociety.org/docs/ (November 2026): all British parliaments; free of charge only up to some calls a month. */
const mapit: LookupService = {
  name: 'mapit',
  countries: ['GB'],
  takes: 'postcode',
  async find(ask, postcode) {
    const reply = await ask(`https://mapit.mysociety.org/postcode/${encodeURIComponent(postcode)}`)
    if (reply === null) return null
    const areas = Object.values(mapitReply.parse(reply).areas)
    return areas.flatMap(({ type, codes }) => (mapitTypes.includes(type) && codes.gss ? [`gss:${codes.gss}`] : []))
  },
}

const censusDistrict = z.record(z.string(), z.unknown())
const censusReply = z.object({
  result: z.object({
    addressMatches: z.array(
      z.object({
        addressComponents: z.object({ state: z.string().regex(/^[A-Z]{2}$/) }),
        geographies: z.record(z.string(), z.array(censusDistrict)),
      }),
    ),
  }),
})

/**
 * @see https://geocoding.geo.census.gov/geocoder/Geocoding_Services_API.html (November 2026): the
 * district of a street address. Layers are named `119th Congressional Districts`, and two Congresses
 * may stand side by side; `00` is at large and `98` a delegate.
 */
const census: LookupService = {
  name: 'census',
  countries: ['US'],
  takes: 'address',
  async find(ask, address) {
    const query = new URLSearchParams({
      address,
      benchmark: 'Public_AR_Current',
      vintage: 'Current_Current',
      format: 'json',
      layers: 'all',
    })
    const reply = await ask(`https://geocoding.geo.census.gov/geocoder/geographies/onelineaddress?${query}`)
    const [match] = reply === null ? [] : censusReply.parse(reply).result.addressMatches
    if (!match) return null
    const { state } = match.addressComponents
    const districts = Object.entries(match.geographies).flatMap(([layer, [area]]) => {
      const congress = /^(\d{1,3})(?:st|nd|rd|th) Congressional Districts$/.exec(layer)?.[1]
      const number = congress === undefined ? undefined : area?.[`CD${congress}`]
      if (congress === undefined || typeof number !== 'string' || !/^\d\d$/.test(number)) return []
      return [districtKey(Number(congress), state, number === '98' ? 0 : Number(number))]
    })
    return [...districts, stateKey(state)]
  },
}

const boundaries = z.array(z.object({ url: z.string() }))
const representReply = z.object({ boundaries_centroid: boundaries, boundaries_concordance: boundaries })

/** @see https://represent.opennorth.ca/api/ (November 2026): centroid and concordance differ and both count; 60 requests a
 * minute. Asked for the map of 2023, on which the House was elected in 2025. */
const represent: LookupService = {
  name: 'represent',
  countries: ['CA'],
  takes: 'postcode',
  async find(ask, postcode) {
    const reply = await ask(
      `https://represent.opennorth.ca/postcodes/${encodeURIComponent(postcode)}/?sets=federal-electoral-districts-2023-representation-order`,
    )
    if (reply === null) return null
    const { boundaries_centroid, boundaries_concordance } = representReply.parse(reply)
    return [...new Set([...boundaries_centroid, ...boundaries_concordance].flatMap(({ url }) => federalDistrict(url)?.key ?? []))]
  },
}

export const services: readonly LookupService[] = [postcodesIo, mapit, census, represent]
