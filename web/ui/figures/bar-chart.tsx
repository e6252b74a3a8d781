import { scaleLinear } from 'd3-scale'
import type { ReactNode } from 'react'

/** One bar. `display` is the value in words; hatched is for what is estimated or claimed, and the note says so. */
export type Bar = { label: string; value: number; display: string; note?: string; pattern?: 'plain' | 'hatched' }

type BarChartProps = {
  /** Of this chart alone: its pattern is named after it. */
  id: string
  bars: Bar[]
  /** What a bar of full length stands for, where it is more than the largest value: 100 for shares. */
  max?: number
  /** Said in place of the chart when there are no bars. */
  empty: ReactNode
}

/** Few bars, one below the other, all from zero, each with its name and value as text that any reader finds. */
export function BarChart({ id, bars, max = 0, empty }: BarChartProps) {
  if (bars.length === 0) return <p className="figure-empty">{empty}</p>
  const most = Math.max(max, ...bars.map(({ value }) => value))
  const length = scaleLinear([0, most || 1], [0, 100]).clamp(true)
  const hatch = `${id}-hatch`
  return (
    <>
      {bars.some(({ pattern }) => pattern === 'hatched') && <Hatch id={hatch} />}
      <ul className="bars">
        {bars.map(({ label, value, display, note, pattern }) => (
          <li className="bar-row" key={label}>
            <span className="bar-label">
              {label}
              {note && <span className="bar-note">{note}</span>}
            </span>
            <span className="bar-value number">{display}</span>
            <span className="bar-plot" aria-hidden="true">
              <svg className="bar" aria-hidden="true">
                <rect
                  width={`${Number(length(value).toFixed(2))}%`}
                  height="100%"
                  {...(pattern === 'hatched' ? { fill: `url(#${hatch})` } : {})}
                />
              </svg>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Hatch({ id }: { id: string }) {
  return (
    <svg className="figure-patterns" aria-hidden="true">
      <pattern id={id} className="bar-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" />
        <path d="M3 0V6" />
      </pattern>
    </svg>
  )
}
