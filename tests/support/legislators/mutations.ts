import { parse } from 'csv-parse/sync'
import fc from 'fast-check'

/** What no file should hold where it holds a value. */
const hostileValues: readonly unknown[] = [
  ...[null, true, 0, -1, 1e308, 2 ** 53, [], {}, [[]], [null], { toString: 1 }],
  ...['', ' ', '__proto__', 'constructor', 'toString', 'x'.repeat(201), 'x'.repeat(1001), 'x'.repeat(300_000), 'ø'.repeat(100_000)],
  ...['a\u0000b', '\u001b[2Jcleared', '\u009b31m', 'a\u202eb', '\ud800', 'a\nb', 'a\r\nb', '\ufeff', 'İ', '\u0130\u0307'.repeat(100)],
  ...['javascript:alert(1)', 'https://user:word@example.org', 'http://', 'https://[', 'mailto:', 'a@b@c.example', 'a@b, c@d.example', '@'],
  ...['2026-02-30', '9999-99-99', '-000001-01-01', '2026', '31/02/2026', '../../etc/passwd', "'; drop table x; --", '<b>&amp;</b>', ']]>'],
  ...[
    '=1+1',
    '"',
    '""',
    "'",
    ',',
    ';',
    '#',
    '%s%n',
    '{{x}}',
    '\\u0000',
    '1e999',
    'NaN',
    '٣',
    '−1',
    '0x1f',
    'EL',
    'zz',
    'US',
    'gss:E14001063',
  ],
]

/** A change of bytes: taken out, put over, put in or repeated, and perhaps all that follows cut away. */
export const byteChanges = fc.record({
  file: fc.nat(99),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(40),
  added: fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.string({ unit: 'binary', maxLength: 8 }).map((text) => Buffer.from(text)),
  ),
  isCut: fc.boolean(),
})
type ByteChange = typeof byteChanges extends fc.Arbitrary<infer Change> ? Change : never

const valueChange = fc.record({ file: fc.nat(99), nth: fc.nat(100_000), value: fc.constantFrom(...hostileValues) })
type ValueChange = typeof valueChange extends fc.Arbitrary<infer Change> ? Change : never

/** Changes of up to three values, each counted through a file of any shape. */
export const valueChanges = fc.array(valueChange, { minLength: 1, maxLength: 3 })

type Files = Record<string, Buffer>

/** The files with one of them changed in its bytes. */
export function withBytes(files: Files, { file, at, removed, added, isCut }: ByteChange): Files {
  return withOne(files, file, (content) => {
    const start = Math.floor(at * content.length)
    return Buffer.concat([content.subarray(0, start), added, ...(isCut ? [] : [content.subarray(start + removed)])])
  })
}

/** The files with some values in them changed: whatever else they are, they are well-formed or nearly so. */
export function withValues(files: Files, changes: ValueChange[]): Files {
  return changes.reduce(withValue, files)
}

function withValue(files: Files, { file, nth, value }: ValueChange): Files {
  return withOne(files, file, (content, name) => {
    const text = content.toString('utf8')
    if (name.endsWith('.json')) return Buffer.from(inJson(text, nth, value))
    const plain = typeof value === 'string' ? value : JSON.stringify(value)
    if (name.endsWith('.csv')) return Buffer.from(inCsv(text, nth, plain))
    if (name.endsWith('.xml'))
      return Buffer.from(inNth(text, />[^<]*</g, nth, `>${plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}<`))
    return Buffer.from(inNth(text, /: .*$|^- .*$/gm, nth, `: ${JSON.stringify(value)}`))
  })
}

function withOne(files: Files, index: number, change: (content: Buffer, name: string) => Buffer): Files {
  const names = Object.keys(files)
  const chosen = names[index % names.length] ?? ''
  return { ...files, [chosen]: change(files[chosen] ?? Buffer.alloc(0), chosen) }
}

function inJson(text: string, nth: number, value: unknown): string {
  const places: { holder: Record<string, unknown>; key: string }[] = []
  const visit = (item: unknown) => {
    if (typeof item !== 'object' || item === null) return
    const holder = item as Record<string, unknown>
    for (const key of Object.keys(holder)) {
      places.push({ holder, key })
      visit(holder[key])
    }
  }
  const root: Record<string, unknown> = { root: JSON.parse(text) }
  visit(root)
  const { holder, key } = places[nth % places.length] ?? { holder: root, key: 'root' }
  holder[key] = value
  return JSON.stringify(root['root'])
}

function inCsv(text: string, nth: number, value: string): string {
  const rows: string[][] = parse(text, { relax_column_count: true, bom: true })
  const places = rows.flatMap((row, y) => row.map((_, x) => [y, x] as const))
  const [y, x] = places[nth % places.length] ?? [0, 0]
  const written = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return rows
    .map((row, i) => row.map((cell, j) => written(i === y && j === x ? value : cell)).join(','))
    .join('\n')
    .concat('\n')
}

function inNth(text: string, pattern: RegExp, nth: number, replacement: string): string {
  const matches = [...text.matchAll(pattern)]
  const { index, 0: found } = matches[nth % matches.length] ?? { index: 0, 0: '' }
  return text.slice(0, index) + replacement + text.slice(index + found.length)
}
