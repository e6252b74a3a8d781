/** A federal district as Represent addresses it, with the map that it is on. */
export type FederalDistrict = { key: string; map: string }

const boundaryAddress = /^(?:https?:\/\/represent\.opennorth\.ca)?\/boundaries\/([a-z0-9-]{1,100})\/([a-z0-9-]{1,40})\/?$/i

/**
 * The district behind `/boundaries/federal-electoral-districts/35061/`; null for districts that are
 * not federal. Numbers mean other places on another map (35061 was Mississauga—Lakeshore and is
 * Mississauga Centre since), so that the year of a map which names one is part of the key:
 * `ca-fed:35061`, `ca-fed:2023:35061`.
 * @see https://represent.opennorth.ca/boundary-sets/ (November 2026)
 */
export function federalDistrict(address: string): FederalDistrict | null {
  const [, map, id] = boundaryAddress.exec(address) ?? []
  if (map === undefined || id === undefined || !/(^|-)federal-electoral-districts(-|$)/.test(map)) return null
  const year = /(?:^|-)(\d{4})(?:-|$)/.exec(map)?.[1]
  return { key: year === undefined ? `ca-fed:${id}` : `ca-fed:${year}:${id}`, map }
}
