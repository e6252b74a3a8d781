import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from '../../../server/lib/csv.ts'

/** The cells of a file, as whoever follows RFC 4180 reads them. */
const read = (file: string): string[][] => parse(file, { record_delimiter: '\r\n' })

test('every cell is quoted, and the line ends as RFC 4180 wants it', () => {
  expect(csvLine(['Ana', 'Sample Town'])).toBe('"Ana","Sample Town"\r\n')
})

test.each([
  ['a quote is doubled', 'She said "no".', '"She said ""no""."\r\n'],
  ['a comma ends no cell', 'Sample, Ana', '"Sample, Ana"\r\n'],
  ['a semicolon ends no cell', 'Sample; Ana', '"Sample; Ana"\r\n'],
  ['the end of a line ends none', 'One\r\nTwo\nThree\rFour', '"One\r\nTwo\nThree\rFour"\r\n'],
  ['an empty text is an empty cell', '', '""\r\n'],
  ['blanks stay', '  Ana  ', '"  Ana  "\r\n'],
  ['letters of every script stay', 'Zoë Пример 例 😀', '"Zoë Пример 例 😀"\r\n'],
])('%s', (_what, text, line) => {
  expect(csvLine([text])).toBe(line)
})

test('null is an empty cell, wherever it stands', () => {
  expect(csvLine([null, 'Ana', null])).toBe('"","Ana",""\r\n')
})

test('numbers are written as they are', () => {
  expect(csvLine([0, 12, 1.5, 1_000_000])).toBe('"0","12","1.5","1000000"\r\n')
})

test('as many cells come back as were given, also where all are empty', () => {
  expect(read(csvLine(['', null, '']) + csvLine(['a', 'b', 'c']))).toEqual([
    ['', '', ''],
    ['a', 'b', 'c'],
  ])
})

test.each([
  ['an equals sign', '=1+1'],
  ['a plus', '+44 20 7946 0000'],
  ['a minus', '-1'],
  ['an at sign', '@SUM(A1)'],
  ['a tab', '\tAna'],
  ['a carriage return', '\rAna'],
  ['a null character', '\0Ana'],
  ['a full-width equals sign', '＝1+1'],
  ['a full-width plus', '＋1'],
  ['a full-width minus', '－1'],
  ['a full-width at sign', '＠SUM(A1)'],
  ['nothing but an equals sign', '='],
  ['an equals sign behind a blank', ' =1+1'],
  ['an equals sign behind many blanks', '    =1+1'],
  ['an equals sign behind a no-break space', '\u00a0=1+1'],
  ['an equals sign behind an ideographic space', '\u3000=1+1'],
  ['an equals sign behind the end of a line', '\n=1+1'],
  ['an equals sign behind a zero-width space', '\u200b=1+1'],
  ['a plus behind a zero-width joiner', '\u200d+1'],
  ['a minus behind a word joiner', '\u2060-1'],
  ['an at sign behind a byte order mark', '\ufeff@x'],
  ['an equals sign behind a soft hyphen', '\u00ad=1+1'],
  ['an equals sign behind a direction mark', '\u202e=1+1'],
  ['an equals sign behind an escape', '\u001b=1+1'],
  ['a full-width equals sign behind blanks and zero-width spaces', ' \u200b \u200b＝1+1'],
])('a cell that begins with %s is led by an apostrophe', (_what, text) => {
  expect(read(csvLine([text]))).toEqual([[`'${text}`]])
})

test.each([
  ['further on', 'Ana = Sample'],
  ['behind a letter', 'a=1'],
  ['within an address', 'ana@example.org'],
  ['within a double name', 'Ana-Maria'],
  ['behind an apostrophe', "'=1+1"],
])('a sign of a formula %s is left alone', (_where, text) => {
  expect(read(csvLine([text]))).toEqual([[text]])
})

test('a formula that is quoted within is both led by an apostrophe and quoted', () => {
  expect(csvLine(['=HYPERLINK("https://example.org")'])).toBe(`"'=HYPERLINK(""https://example.org"")"\r\n`)
})

test('every cell is looked at, not the first alone', () => {
  expect(csvLine(['Ana', null, '=1', 7, '@x'])).toBe(`"Ana","","'=1","7","'@x"\r\n`)
})

const signs = [
  '=',
  '+',
  '-',
  '@',
  '＝',
  '＋',
  '－',
  '＠',
  '\t',
  '\r',
  '\0',
  '\n',
  ' ',
  '\u00a0',
  '\u200b',
  '\u2060',
  '\ufeff',
  '"',
  "'",
  ',',
  ';',
]
const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(...signs), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  maxLength: 12,
})

test('whatever is typed comes back, itself or behind one apostrophe, and no cell begins as a formula does', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 4 }), (lines) => {
      const typed = lines.flat()

      const cells = read(lines.map(csvLine).join('')).flat()

      expect(cells).toHaveLength(typed.length)
      cells.forEach((cell, n) => {
        expect([typed[n], `'${typed[n]}`]).toContain(cell)
        expect(cell).not.toMatch(/^[\t\r\0]/)
        expect(cell.replace(/^[\s\p{Cc}\p{Cf}]+/u, '')).not.toMatch(/^[=+\-@＝＋－＠]/)
      })
    }),
    { numRuns: 500 },
  )
})
