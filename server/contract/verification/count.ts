import type { Entry } from './entry.ts'
import { Fault } from './faults.ts'

const initialBytes = 4096

/**
 * Counts a log entry by entry: count = entries signed − entries voided. Every void names a signed
 * entry before it, and each is voided once. Keeps one bit for each entry.
 */
export class EntryCount {
  signed = 0
  voided = 0
  /** A bit for each entry: whether it is a signature that counts. */
  #counting = new Uint8Array(initialBytes)

  get size(): number {
    return this.signed + this.voided
  }

  get count(): number {
    return this.signed - this.voided
  }

  /**
   * Takes the next entry.
   * @throws Fault void-wrong
   */
  add(entry: Entry): void {
    if (entry.kind === 'signed') {
      this.#set(this.size)
      this.signed++
      return
    }
    const { entryIndex } = entry
    // Compared first: a number far above the log has no place among the bits.
    const counts = entryIndex < this.size && this.#has(entryIndex)
    if (!counts)
      throw new Fault('void-wrong', `Entry ${this.size} voids entry ${entryIndex}, which is no signature before it that still counts.`)
    this.#counting[Math.floor(entryIndex / 8)] = (this.#counting[Math.floor(entryIndex / 8)] as number) & ~(1 << (entryIndex % 8))
    this.voided++
  }

  #has(index: number): boolean {
    return ((this.#counting[Math.floor(index / 8)] ?? 0) & (1 << (index % 8))) !== 0
  }

  #set(index: number): void {
    const at = Math.floor(index / 8)
    if (at >= this.#counting.length) {
      const larger = new Uint8Array(this.#counting.length * 2)
      larger.set(this.#counting)
      this.#counting = larger
    }
    this.#counting[at] = (this.#counting[at] as number) | (1 << (index % 8))
  }
}
