import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { Scroll } from '../scroll.tsx'

/** The numbers of a figure. The first cell of a row names it; numbers are set by the reader's language, words are kept. */
export type FigureTable = {
  /** On the line that opens the table. */
  summary: string
  caption: string
  columns: string[]
  rows: (string | number)[][]
}

type FigureProps = {
  id: string
  heading?: 'h2' | 'h3'
  /** What the figure shows, as a finding. */
  title: string
  description?: ReactNode
  /** What is counted, where, when, in words. */
  units: string
  source: ReactNode
  table: FigureTable
  children: ReactNode
}

/** A drawing with its finding, units and source in sight, and its numbers one press away; printed, they stand below it. */
export function Figure({ id, heading: Heading = 'h2', title, description, units, source, table, children }: FigureProps) {
  return (
    <figure className="figure" id={id} aria-labelledby={`${id}-heading`}>
      <figcaption className="figure-head">
        <Heading className="figure-heading" id={`${id}-heading`}>
          {title}
        </Heading>
        {description && <p>{description}</p>}
        <p className="quiet">{units}</p>
      </figcaption>
      {children}
      <p className="figure-source quiet">{source}</p>
      {table.rows.length > 0 && (
        <details className="figure-table">
          <summary>{table.summary}</summary>
          <Scroll>
            <Numbers table={table} />
          </Scroll>
        </details>
      )}
    </figure>
  )
}

function Numbers({ table: { caption, columns, rows } }: { table: FigureTable }) {
  const { i18n } = useLingui()
  const classes = columns.map((_, at) => (rows.some((row) => isNumber(row[at])) ? 'number figure-number' : undefined))
  const cell = (value: string | number) => (typeof value === 'number' ? formatNumber(i18n.locale, value) : value)
  return (
    <table className="table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, at) => (
            <th key={column} scope="col" className={classes[at]}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name = '', ...values]) => (
          <tr key={name}>
            <th scope="row">{cell(name)}</th>
            {values.map((value, at) => (
              <td key={columns[at + 1]} className={classes[at + 1]}>
                {cell(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Whether a cell is a number or a share, so that its column is set like one, with the words that stand in for small numbers. */
function isNumber(value: string | number | undefined): boolean {
  return typeof value === 'number' || /^[\d.,\s]+%$/.test(value ?? '')
}
