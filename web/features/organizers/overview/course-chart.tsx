import { useState } from 'react'
import { Area, AreaChart, Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { PetitionFigures } from '#contract/organize/figures.ts'
import { CsvButton } from '../csv-button.tsx'
import { TableFrame } from '../table-frame.tsx'
import { change, number } from '../words.ts'

type Point = { from: string; net: number; total: number; signed: number; voided: number }

const dayFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const hourFormat = new Intl.DateTimeFormat('en', { weekday: 'short', hour: '2-digit', timeZone: 'UTC', hourCycle: 'h23' })

/** What each hour or day added, or how the count grew by it; the same as a table one press away. */
export function CourseChart({ figures, onBy }: { figures: PetitionFigures; onBy(by: 'hour' | 'day'): void }) {
  const [isCumulative, setCumulative] = useState(false)
  const { by, items, petition } = figures
  const points = pointsOf(items, petition.count)
  const name = (iso: string) => (by === 'hour' ? hourFormat : dayFormat).format(new Date(iso))
  const axes = [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis key="x" dataKey="from" tickFormatter={name} minTickGap={32} stroke="var(--ink-quiet)" tickLine={false} />,
    <YAxis key="y" allowDecimals={false} width={56} tickFormatter={number} stroke="var(--ink-quiet)" tickLine={false} axisLine={false} />,
    <Tooltip key="tip" content={<PointWords name={name} isCumulative={isCumulative} />} isAnimationActive={false} />,
  ]
  return (
    <section className="stack" aria-labelledby="course">
      <h2 id="course">{isCumulative ? 'How the count grew' : `What each ${by} added`}</h2>
      <div className="row-acts">
        <p className="choices">
          <Choice words="By day" isChosen={by === 'day'} onChoose={() => onBy('day')} />
          <Choice words="By hour, last week" isChosen={by === 'hour'} onChoose={() => onBy('hour')} />
        </p>
        <p className="choices">
          <Choice words={`Each ${by}`} isChosen={!isCumulative} onChoose={() => setCumulative(false)} />
          <Choice words="All together" isChosen={isCumulative} onChoose={() => setCumulative(true)} />
        </p>
      </div>
      <div className="chart">
        <ResponsiveContainer width="100%" height="100%">
          {isCumulative ? (
            <AreaChart data={points} accessibilityLayer title="The count over time">
              {axes}
              <Area dataKey="total" stroke="var(--accent)" strokeWidth={2} fill="var(--accent-wash)" isAnimationActive={false} />
            </AreaChart>
          ) : (
            <BarChart data={points} accessibilityLayer title={`Signatures by ${by}, less what was voided`}>
              {axes}
              <Bar dataKey="net" fill="var(--accent)" isAnimationActive={false} />
            </BarChart>
          )}
        </ResponsiveContainer>
      </div>
      <p className="quiet">Times are UTC; the last {by} is not over. Arrow keys go through the chart.</p>
      <details>
        <summary>As a table</summary>
        <p>
          <CsvButton
            name={`${petition.slug}-by-${by}`}
            of="the course"
            rows={() => [['from', 'to', 'signed', 'voided'], ...items.map(({ from, to, signed, voided }) => [from, to, signed, voided])]}
          />
        </p>
        <TableFrame isTall>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{by === 'hour' ? 'Hour' : 'Day'}</th>
                <th scope="col" className="number">
                  Signed
                </th>
                <th scope="col" className="number">
                  Voided
                </th>
                <th scope="col" className="number">
                  Count
                </th>
              </tr>
            </thead>
            <tbody>
              {points.toReversed().map((point) => (
                <tr key={point.from}>
                  <td>{name(point.from)}</td>
                  <td className="number">{number(point.signed)}</td>
                  <td className="number">{number(point.voided)}</td>
                  <td className="number">{number(point.total)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      </details>
    </section>
  )
}

/** Counted back from the count of today, so that the last point is always that. */
function pointsOf(items: PetitionFigures['items'], count: number): Point[] {
  let total = count
  return items
    .toReversed()
    .map(({ from, signed, voided }) => {
      const point = { from, signed, voided, net: signed - voided, total }
      total -= point.net
      return point
    })
    .toReversed()
}

function Choice({ words, isChosen, onChoose }: { words: string; isChosen: boolean; onChoose(): void }) {
  return (
    <button type="button" className="choice" aria-pressed={isChosen} onClick={onChoose}>
      {words}
    </button>
  )
}

type Shown = { active?: boolean; payload?: readonly { payload: Point }[]; name(iso: string): string; isCumulative: boolean }

function PointWords({ active = false, payload = [], name, isCumulative }: Shown) {
  const point = payload[0]?.payload
  if (!active || !point) return null
  return (
    <p className="chart-tip">
      {name(point.from)}: <strong className="number">{isCumulative ? number(point.total) : change(point.net)}</strong>
    </p>
  )
}
