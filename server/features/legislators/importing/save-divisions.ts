import type { Transaction } from '../../../db/database.ts'
import { chambers as builtIn } from '../chambers.ts'
import type { ChamberRecord, DivisionRecord, LegislatorRecord } from '../formats/format.ts'
import { chamberOfGss } from '../postcode-rules.ts'
import type { KnownDivision } from './queries.ts'
import { insertDivisions, listDivisions, moveSeats, saveChambers, setParents, updateDivision } from './queries.ts'
import { foldName, isDivisionOn, slugOf } from './seating-rules.ts'

type Input = {
  chambers: ChamberRecord[]
  divisions: DivisionRecord[]
  people: LegislatorRecord[]
  today: string
  /** Keys that postcodes name. */
  codes: string[]
  onFault(fault: { at: string; reason: string }): void
}

/**
 * Stores chambers and divisions, and the divisions that people and postcodes name without
 * describing them: a place known only by its name is `name:<chamber>:<place>` until a list of codes
 * gives it its key, a GSS code has its chamber in itself and its own code for a name until then. Where
 * both were stored, the list that names code and place makes one of them, with the seats of both.
 */
export async function saveDivisions(tx: Transaction, input: Input): Promise<{ added: number; renamed: string[] }> {
  const known = new Map(
    [...builtIn.map((one): ChamberRecord => ({ kind: 'chamber', ...one })), ...input.chambers].map((one) => [one.key, one]),
  )
  const given = input.divisions.filter(({ key, chamber }) => {
    if (!known.has(chamber)) input.onFault({ at: key, reason: `no chamber is called “${chamber}”` })
    return known.has(chamber)
  })
  const coded = input.codes.flatMap(divisionOfCode)
  const used = new Set([...given, ...coded, ...input.people].map(({ chamber }) => chamber))
  await saveChambers(
    tx,
    [...used].flatMap((key) => known.get(key) ?? []),
  )
  const stored = await listDivisions(tx, [...used])
  const byKey = new Map(stored.map((division) => [division.key, division]))

  const added = new Map<string, DivisionRecord>()
  const renamed: string[] = []
  for (const division of given) {
    const byName = placeholderOf(division, byKey)
    const before = byKey.get(division.key) ?? byName
    if (before && byName && before !== byName) await moveSeats(tx, { from: byName.id, to: before.id, today: input.today })
    if (!before) added.set(division.key, division)
    else if (await update(tx, before, division)) renamed.push(`${before.name} → ${division.name}`)
  }
  for (const division of coded) if (!byKey.has(division.key) && !added.has(division.key)) added.set(division.key, division)
  const current = stored.filter((division) => isDivisionOn(division, input.today))
  const named = namedOnly(input.people, [...current.map(asNamed), ...added.values()], known, byKey)
  for (const division of named) added.set(division.key, division)
  await insertDivisions(tx, [...added.values()])
  const lying = given.flatMap(({ key, parent }) => (parent ? [{ key, parent }] : []))
  await setParents(tx, lying)
  return { added: added.size, renamed }
}

/** The division that a postcode names by its key alone. */
function divisionOfCode(key: string): DivisionRecord[] {
  const chamber = key.startsWith('gss:') ? chamberOfGss(key.slice(4)) : null
  return chamber ? [{ kind: 'division', key, chamber, name: key.slice(4), country: 'GB' }] : []
}

type Named = { chamber: string; name: string; formerNames?: string[] }

function asNamed({ chamberKey, name, formerNames }: KnownDivision): Named {
  return { chamber: chamberKey, name, formerNames }
}

/** Divisions that people stand for by a name that no division of today has; none whose key is taken by one that ended. */
function namedOnly(
  people: LegislatorRecord[],
  divisions: Named[],
  known: Map<string, ChamberRecord>,
  taken: ReadonlyMap<string, unknown>,
): DivisionRecord[] {
  const names = new Set(
    divisions.flatMap((one) => [one.name, ...(one.formerNames ?? [])].map((name) => `${one.chamber}/${foldName(name)}`)),
  )
  return people.flatMap(({ chamber, division }): DivisionRecord[] => {
    const country = known.get(chamber)?.country
    if ('key' in division || country === undefined || names.has(`${chamber}/${foldName(division.name)}`)) return []
    names.add(`${chamber}/${foldName(division.name)}`)
    const key = keyOfName(chamber, division.name)
    return taken.has(key) ? [] : [{ kind: 'division', key, chamber, name: division.name, country }]
  })
}

/** What stands for the place while it is known by its name alone; nothing once it has been joined with another. */
function placeholderOf({ chamber, name }: DivisionRecord, byKey: ReadonlyMap<string, KnownDivision>): KnownDivision | undefined {
  const found = byKey.get(keyOfName(chamber, name))
  return found?.validTo === null ? found : undefined
}

function keyOfName(chamber: string, name: string): string {
  return `name:${chamber}:${slugOf(name)}`
}

/** @returns whether its name changed */
async function update(tx: Transaction, before: KnownDivision, given: DivisionRecord): Promise<boolean> {
  // A list without names calls a division by its code: that is no better name.
  const after = given.key.endsWith(`:${given.name}`) ? { ...given, name: before.name } : given
  const isRenamed = before.name !== after.name
  const isPlaceholder = before.key === `gss:${before.name}`
  const isSame =
    !isRenamed &&
    before.key === after.key &&
    before.seats === (after.seats ?? before.seats) &&
    before.validFrom === (after.validFrom ?? before.validFrom) &&
    before.validTo === (after.validTo ?? before.validTo) &&
    before.isCountryWide === (after.isCountryWide ?? false)
  if (isSame) return false
  await updateDivision(tx, before.id, {
    key: after.key,
    name: after.name,
    formerNames: isRenamed && !isPlaceholder ? [...new Set([...before.formerNames, before.name])] : before.formerNames,
    seats: after.seats ?? before.seats,
    validFrom: after.validFrom ?? before.validFrom,
    validTo: after.validTo ?? before.validTo,
    isCountryWide: after.isCountryWide ?? false,
  })
  return isRenamed && !isPlaceholder
}
