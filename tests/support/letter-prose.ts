import { createHash } from 'node:crypto'

/** Made-up words of five letters and digits, always the same for the same name, and others for another. */
export function prose(name: string, words: number): string {
  return Array.from({ length: words }, (_, i) => createHash('sha256').update(`${name} ${i}`).digest('hex').slice(0, 5)).join(' ')
}

/** How much of a text is in another, by the definition: the share of its windows of 32 letters and digits. */
export function plainShare(text: string, other: string): number {
  const own = windowsOf(text)
  return own.intersection(windowsOf(other)).size / own.size
}

function windowsOf(text: string): Set<string> {
  const bare = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return new Set(Array.from({ length: Math.max(0, bare.length - 31) }, (_, i) => bare.slice(i, i + 32)))
}
