import { useState } from 'react'
import type { LetterFigureRow } from '#contract/organize/figures.ts'
import { CsvButton } from '../csv-button.tsx'
import { Show } from '../notices.tsx'
import { TableFrame } from '../table-frame.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useMe } from '../use-me.ts'
import { useTitle } from '../use-title.ts'
import { number } from '../words.ts'
import { HeldLetters } from './held-letters.tsx'

/** Letters that wait for somebody to look, and what became of all others. */
export function LettersPage() {
  useTitle('Letters')
  const { api, may } = useMe()
  const figures = useLoaded<{ items: LetterFigureRow[] }>(`${api}/letters/figures`)
  return (
    <div className="stack">
      <h1>Letters</h1>
      {may('moderate-letters') && <HeldLetters onDecided={figures.reload} />}
      <section className="stack" aria-labelledby="letter-figures">
        <h2 id="letter-figures">What became of them</h2>
        <Show loaded={figures}>
          {({ items }) => (items.length === 0 ? <p>No letter has been confirmed yet.</p> : <Figures rows={items} />)}
        </Show>
      </section>
    </div>
  )
}

const few = 20

function Figures({ rows }: { rows: LetterFigureRow[] }) {
  const [isWhole, setWhole] = useState(false)
  return (
    <>
      <TableFrame>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col">To</th>
              <th scope="col">State</th>
              <th scope="col">By</th>
              <th scope="col">Answer</th>
              <th scope="col" className="number">
                Letters
              </th>
            </tr>
          </thead>
          <tbody>
            {(isWhole ? rows : rows.slice(0, few)).map((row) => (
              <tr key={JSON.stringify(row)}>
                <td>{row.askId}</td>
                <td>{row.recipient}</td>
                <td>
                  {row.state}
                  {row.isTest && <span className="quiet"> as a test</span>}
                </td>
                <td>{row.channel ?? '–'}</td>
                <td>{row.answer ?? '–'}</td>
                <td className="number">{number(row.letters)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <p className="row-acts">
        {rows.length > few && (
          <button type="button" className="link" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${rows.length}`}
          </button>
        )}
        <CsvButton
          name="letters"
          of="letters"
          rows={() => [
            ['request', 'to', 'state', 'by', 'answer', 'test', 'letters'],
            ...rows.map((row) => [row.askId, row.recipient, row.state, row.channel, row.answer, row.isTest ? 'yes' : 'no', row.letters]),
          ]}
        />
      </p>
    </>
  )
}
