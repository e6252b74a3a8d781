import type { ChamberRecord } from './formats/format.ts'

type Chamber = Omit<ChamberRecord, 'kind'>

const chamber = (key: string, name: string, legislature: string, country: string, seatsPerDivision: number | null): Chamber => ({
  key,
  name,
  legislature,
  country,
  seatsPerDivision,
})

/**
 * The chambers that formats name by key; an import adds others by itself (the houses of US states)
 * or as told (CSV). Seats per division: Senedd 16 × 6 since 7 May 2026 (Senedd Cymru (Members and
 * Elections) Act 2024); Scottish Parliament one per constituency, seven per region (Scotland Act
 * 1998, section 1 and Schedule 1); Northern Ireland five per constituency (Assembly Members
 * (Reduction of Numbers) Act 2016).
 */
export const chambers: readonly Chamber[] = [
  chamber('us-house', 'House of Representatives', 'United States Congress', 'US', 1),
  chamber('us-senate', 'Senate', 'United States Congress', 'US', 2),
  chamber('uk-commons', 'House of Commons', 'UK Parliament', 'GB', 1),
  chamber('uk-lords', 'House of Lords', 'UK Parliament', 'GB', null),
  chamber('scottish-parliament', 'Scottish Parliament', 'Scottish Parliament', 'GB', 1),
  chamber('scottish-parliament-regions', 'Scottish Parliament, regions', 'Scottish Parliament', 'GB', 7),
  chamber('senedd', 'Senedd Cymru', 'Senedd Cymru', 'GB', 6),
  chamber('ni-assembly', 'Northern Ireland Assembly', 'Northern Ireland Assembly', 'GB', 5),
  chamber('eu-parliament', 'European Parliament', 'European Parliament', 'EU', null),
  chamber('ca-commons', 'House of Commons', 'Parliament of Canada', 'CA', 1),
  chamber('au-house', 'House of Representatives', 'Parliament of Australia', 'AU', 1),
  chamber('au-senate', 'Senate', 'Parliament of Australia', 'AU', null),
  chamber('nz-house', 'House of Representatives', 'New Zealand Parliament', 'NZ', null),
  chamber('ie-dail', 'Dáil Éireann', 'Oireachtas', 'IE', null),
  chamber('il-knesset', 'Knesset', 'Knesset', 'IL', null),
]
