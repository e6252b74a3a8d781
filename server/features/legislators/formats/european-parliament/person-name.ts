import { maxCharacters } from '../reading/values.ts'

export type PersonName = { name: string; givenName?: string; familyName?: string }

/** Words within a family name that are small letters, wherever its bearer is from. */
const smallEverywhere = words('af av von vom zu zur zum und')

/** The same by country of the mandate. In Belgium and Italy such words are large: Van Brempt, De Castro. */
const smallIn: Record<string, Set<string>> = {
  AT: words('van der den dem'),
  DE: words('van der den dem'),
  ES: words('de del y i e da do dos'),
  FR: words('de du des'),
  LU: words('de van der den'),
  NL: words("van de den der ter ten te het 't op in aan"),
  PT: words('de da do das dos e'),
}

/** Small after `de` only: `de la Pisa`, but `La Via`. */
const articles = words('la las los les lo')

function words(list: string): Set<string> {
  return new Set(list.split(' '))
}

/**
 * A full name in ordinary letters, from the form that has the family name in capitals:
 * `Raúl DE LA HOZ QUINTANO` of Spain is Raúl de la Hoz Quintano. The family name begins at the first
 * word in capitals, or at the small words right before it; a name without any is kept
 * as it is, and one that is too long to be copied.
 * @param country ISO code of the mandate: `Anouk VAN BRUG` is van Brug in the Netherlands, Van Brug in Belgium
 */
export function ordinaryName(fullName: string, country: string): PersonName {
  if (fullName.length > maxCharacters.name) return { name: fullName }
  const parts = fullName.normalize('NFC').trim().split(/\s+/)
  const start = startOfFamily(parts)
  if (start === -1) return { name: parts.join(' ') }
  const family = parts.slice(start)
  const familyName = family.map((part, i) => ordinaryWord(part, family[i - 1] ?? '', country)).join(' ')
  if (start === 0) return { name: familyName }
  const givenName = parts.slice(0, start).join(' ')
  return { name: `${givenName} ${familyName}`, givenName, familyName }
}

function startOfFamily(parts: string[]): number {
  let start = parts.findIndex(isInCapitals)
  while (start > 1 && /^(['’]?\p{Ll}+['’]?|Ó)$/u.test(parts[start - 1] ?? '')) start--
  return start
}

/** `PIECHA`, `McALLISTER`, `d'ORNANO`; not `G.`, which is an initial, nor a single letter. */
function isInCapitals(word: string): boolean {
  const own = word.replace(/^(Mc|Mac|\p{Ll}['’])(?=\p{Lu})/u, '')
  return (own.match(/\p{Lu}/gu)?.length ?? 0) >= 2 && !/\p{Ll}/u.test(own) && !/^(\p{Lu}\.-?)+$/u.test(own)
}

function ordinaryWord(word: string, before: string, country: string): string {
  const pieces = word.split('-')
  return pieces.map((piece, i) => ordinaryPiece(piece, i === 0 ? before : (pieces[i - 1] ?? ''), country)).join('-')
}

function ordinaryPiece(piece: string, before: string, country: string): string {
  return isSmall(piece.toLowerCase(), before.toLowerCase(), country) ? piece.toLowerCase() : largePiece(piece, country)
}

function isSmall(word: string, before: string, country: string): boolean {
  const own = smallIn[country]
  if (smallEverywhere.has(word) || own?.has(word)) return true
  return articles.has(word) && before === 'de' && own?.has('de') === true
}

function largePiece(piece: string, country: string): string {
  const [, mac, rest] = /^(M[Cc]|Mac)(\p{Lu}{2,})$/u.exec(piece) ?? []
  if (mac !== undefined && rest !== undefined) return (mac === 'Mac' ? mac : 'Mc') + titleCase(rest)
  const [, letter, mark, name] = /^(\p{L})(['’])(\p{Lu}.+)$/u.exec(piece) ?? []
  if (letter !== undefined && name !== undefined) return (letter === 'D' && country === 'FR' ? 'd' : letter) + mark + titleCase(name)
  if (/\p{Ll}/u.test(piece)) return piece
  return country === 'NL' && /^IJ./.test(piece) ? `IJ${piece.slice(2).toLowerCase()}` : titleCase(piece)
}

/** The first letter stays; what follows becomes small. */
function titleCase(capitals: string): string {
  const first = capitals.search(/\p{L}/u)
  return capitals.slice(0, first + 1) + capitals.slice(first + 1).toLowerCase()
}
