import { saveCsv } from './save-csv.ts'

/** Takes the rows of a table along as a CSV file. */
export function CsvButton({ name, of, rows }: { name: string; of: string; rows(): (string | number | null)[][] }) {
  return (
    <button type="button" className="link" onClick={() => saveCsv(name, rows())}>
      CSV<span className="visually-hidden"> of {of}</span>
    </button>
  )
}
