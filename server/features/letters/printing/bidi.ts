export type Direction = 'ltr' | 'rtl'

/** What a character is to the order of a line: left-to-right, right-to-left, number, separator, terminator, other. */
export type BidiClass = 'L' | 'R' | 'N' | 'S' | 'T' | 'O'

const mirrors = new Map(
  ['()', '[]', '{}', '<>', '«»', '‹›'].flatMap(([left = '', right = '']) => [
    [left, right],
    [right, left],
  ]),
)

/** Of a character with its marks. Hebrew is the only script from right to left for which there is a font. */
export function bidiClassOf(cluster: string): BidiClass {
  if (/^\p{Script=Hebrew}/u.test(cluster)) return 'R'
  if (/^\p{L}/u.test(cluster)) return 'L'
  if (/^\p{Nd}/u.test(cluster)) return 'N'
  if (/^[.,:/+\-\u00a0]/.test(cluster)) return 'S'
  if (/^[\p{Sc}%‰#°]/u.test(cluster)) return 'T'
  return 'O'
}

/** The side from which a text begins, by its first letter; null if it has none. */
export function directionOfText(text: string): Direction | null {
  const letter = /\p{L}/u.exec(text)?.[0]
  if (letter === undefined) return null
  return bidiClassOf(letter) === 'R' ? 'rtl' : 'ltr'
}

/**
 * The level of each character of a paragraph: even ones run from left to right, odd ones from right to left. These are
 * the rules W4 to W7, N1, N2, I1 and I2 of the Unicode bidirectional algorithm (https://www.unicode.org/reports/tr9/);
 * marks that embed, override or isolate are not known, and brackets are not paired.
 */
export function bidiLevelsOf(classes: BidiClass[], direction: Direction): number[] {
  const base = direction === 'rtl' ? 'R' : 'L'
  const resolved = classes
    .join('')
    .replace(/(?<=N)S(?=N)/g, 'N')
    .replace(/(?<=N)T+|T+(?=N)/g, (terminators) => 'N'.repeat(terminators.length))
    .replace(/[ST]/g, 'O')
    .replace(/(^|[LR])([^LR]+)/g, (run, strong) => ((strong || base) === 'L' ? run.replaceAll('N', 'L') : run))
    .replace(/O+/g, (run, at: number, all: string) => {
      const [before, after] = [directionAt(all, at - 1, base), directionAt(all, at + run.length, base)]
      return (before === after ? before : base).repeat(run.length)
    })
  const levels: Record<string, number> = { L: base === 'R' ? 2 : 0, R: 1, N: 2 }
  return [...resolved].map((found) => levels[found] ?? 0)
}

/** Beside a number, other characters are as beside Hebrew. */
function directionAt(classes: string, at: number, base: 'L' | 'R'): 'L' | 'R' {
  const found = classes[at] ?? base
  return found === 'L' ? 'L' : 'R'
}

/** The places of a line's characters as they stand from left to right, by rule L2. */
export function visualOrderOf(levels: number[]): number[] {
  const order = levels.map((_, i) => i)
  for (let level = Math.max(0, ...levels); level > 0; level--) reverseRuns(order, levels, level)
  return order
}

/** Each run of characters at this level or above. */
function reverseRuns(order: number[], levels: number[], level: number): void {
  let from = 0
  for (let to = 0; to <= order.length; to++) {
    if (to < order.length && (levels[order[to] ?? 0] ?? 0) >= level) continue
    order.splice(from, to - from, ...order.slice(from, to).reverse())
    from = to + 1
  }
}

/** The other bracket of a pair, for text from right to left. */
export function mirrorOf(cluster: string): string {
  return mirrors.get(cluster) ?? cluster
}
