/** Letters and digits alone, without accents and case, so that one name in two files is one name. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll('&', ' and ')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** A name as part of a key: at most 80 characters, dashes between words. */
export function slugOf(name: string): string {
  return foldName(name).replaceAll(' ', '-').slice(0, 80)
}

/** Whether a division is one on a day: from its first day on, and no more on the day that ends it. */
export function isDivisionOn({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }, day: string): boolean {
  return (validFrom ?? '') <= day && (validTo ?? '9999-12-31') > day
}

const titles = new Set(
  'mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron the rt hon right honourable rev mp ms msp as td mep'.split(' '),
)

/**
 * Whether two sets of data mean the same person in the same division: the same first and last name,
 * whatever stands between, before or behind.
 */
export function isSamePerson(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => {
    const words = foldName(name).split(' ')
    const bare = words.filter((word) => !titles.has(word))
    return bare.length > 0 ? bare : words
  })
  return a?.[0] === b?.[0] && a?.at(-1) === b?.at(-1)
}

export type Seat = { id: number; number: number; label: string | null }
/** Someone who holds a seat before an import. */
export type Holder = { termId: number; legislatorId: string; seatId: number; name: string; source: string }

/**
 * Which seat of a division somebody new takes: the one with their label, else an empty one, else a
 * new one as long as there may be more, else that of somebody whom the files no longer name.
 * @param named those who keep their seats because the files name them
 * @param isPartial the files may leave out some who sit: they do not say which of several was followed
 * @returns null when more people are named than there are seats, or it is not known whose seat it is
 */
export function chooseSeat(input: {
  label: string | null
  seats: Seat[]
  holders: Holder[]
  capacity: number | null
  named: ReadonlySet<string>
  isPartial: boolean
}): { seat: Seat; replaces: Holder | null } | { newNumber: number } | null {
  const { label, seats, holders, capacity, named, isPartial } = input
  const holderOf = (seat: Seat) => holders.find(({ seatId }) => seatId === seat.id) ?? null
  const fitting = label === null ? seats : seats.filter((seat) => seat.label === label || seat.label === null)
  const byLabel = [...fitting].sort((a, b) => Number(b.label === label) - Number(a.label === label) || a.number - b.number)
  const labelled = label === null ? undefined : byLabel.find((seat) => seat.label === label)
  const labelledHolder = labelled ? holderOf(labelled) : null
  if (labelled && (!labelledHolder || !named.has(labelledHolder.legislatorId))) return { seat: labelled, replaces: labelledHolder }
  const empty = byLabel.find((seat) => !holderOf(seat))
  if (empty) return { seat: empty, replaces: null }
  if (capacity === null || seats.length < capacity) return { newNumber: Math.max(0, ...seats.map(({ number }) => number)) + 1 }
  if (isPartial && seats.length > 1) return null
  for (const seat of byLabel) {
    const holder = holderOf(seat)
    if (holder && !named.has(holder.legislatorId)) return { seat, replaces: holder }
  }
  return null
}
