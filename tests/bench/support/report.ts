import { cpus, totalmem } from 'node:os'

/** One comparison. `ratio` is `ours` divided by `theirs`. */
export type Comparison = { bench: string; case: string; ours: number; theirs: number; unit: string }

/** Prints one JSON line for each comparison, in order: the last one is the figure that counts most. */
export function report(comparisons: Comparison[]): void {
  for (const { bench, case: name, ours, theirs, unit } of comparisons) {
    const line = { bench, case: name, ours: rounded(ours), theirs: rounded(theirs), ratio: rounded(ours / theirs), unit }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
}

/** A line for people, before the lines of JSON. */
export function say(text: string): void {
  process.stdout.write(`  ${text}\n`)
}

/** What it was measured on. */
export function sayMachine(): void {
  const [cpu] = cpus()
  say(`${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`)
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value that the share `q` of all values does not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}

/** Three significant digits, and whole numbers whole. */
function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3))
}
