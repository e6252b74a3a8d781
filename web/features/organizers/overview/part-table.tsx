import { useState } from 'react'
import { Link } from 'react-router'
import { CsvButton } from '../csv-button.tsx'
import { number, share } from '../words.ts'

type Part = { name: string; count: number }

/** Rows that are shown before somebody asks for all. */
const few = 10

/** How a count divides, the largest part first, each with its share as a bar. */
export function PartTable({
  title,
  parts,
  whole,
  nameOf,
  linkOf,
}: {
  title: string
  parts: Part[]
  whole: number
  nameOf(name: string): string
  linkOf(name: string): string | null
}) {
  const [isWhole, setWhole] = useState(false)
  if (parts.length === 0) return null
  const shown = isWhole ? parts : parts.slice(0, few)
  return (
    <section className="stack">
      <table className="table">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Name</span>
            </th>
            <th scope="col" className="number">
              Count
            </th>
            <th scope="col" className="number">
              Share
            </th>
            <th scope="col">
              <span className="visually-hidden">As a bar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, count }) => {
            const to = linkOf(name)
            return (
              <tr key={name}>
                <th scope="row">{to ? <Link to={to}>{nameOf(name)}</Link> : nameOf(name)}</th>
                <td className="number">{number(count)}</td>
                <td className="number">{share(count, whole)}</td>
                <td className="bar-cell">
                  <meter min={0} max={Math.max(1, whole)} value={count} aria-label={nameOf(name)} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="row-acts">
        {parts.length > few && (
          <button type="button" className="link" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${parts.length}`}
          </button>
        )}
        <CsvButton
          name={title.toLowerCase().replaceAll(' ', '-')}
          of={title}
          rows={() => [['name', 'count'], ...parts.map(({ name, count }) => [name, count])]}
        />
      </p>
    </section>
  )
}
