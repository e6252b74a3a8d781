/**
 * One line of a CSV file (RFC 4180): every cell quoted, so that nothing in it ends cell or line. A
 * cell that a spreadsheet would take for a formula is led by an apostrophe (OWASP ASVS 5.0, 1.2.10).
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  let line = ''
  for (const cell of cells)
    line += `${line === '' ? '' : ','}"${cell === null ? '' : safe(typeof cell === 'number' ? String(cell) : cell)}"`
  return `${line}\r\n`
}

/** Also behind blanks and invisible characters, and in the full width that some keyboards type. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\0]/u

function safe(text: string): string {
  const inert = formula.test(text) ? `'${text}` : text
  return inert.includes('"') ? inert.replaceAll('"', '""') : inert
}
