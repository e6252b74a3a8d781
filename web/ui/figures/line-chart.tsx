import { scaleLinear, scaleUtc } from 'd3-scale'
import { curveLinear, curveStepAfter, line } from 'd3-shape'
import type { ReactNode } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import type { TimedPoint } from './thin-out.ts'
import { thinOut } from './thin-out.ts'
import { labelTimes } from './time-labels.ts'

/** How much there was from a moment on. */
export type LinePoint = { at: string; value: number }

type LineChartProps = {
  id: string
  /** What the drawing is, for who does not see it; `description` says what it shows. */
  title: string
  description: string
  /** In order of time; ISO dates or moments, read and labelled in UTC. */
  points: LinePoint[]
  /** For `Intl`: `en-GB`. */
  locale: string
  /** A count stays until the next one: a step. What is measured now and then: a line. */
  shape?: 'step' | 'line'
  /** Beside the last point; else its value. */
  endLabel?: string
  /** Said in place of the chart when there are no points. */
  empty: ReactNode
}

/** Vertices of the path: more cannot be told apart on a screen. */
const maxVertices = 400
/** Where zero and the largest value lie, in hundredths of the height; above is room for a label, below for dates. */
const bottom = 88
const top = 12
/** The path has a grid of its own, stretched over the drawing; its stroke is not. */
const grid = 1000

/**
 * A count over time from zero, with its last value written at its end.
 * Places are hundredths of the drawing and letters keep their own size, so it fits any width with text as large as the page's.
 */
export function LineChart({ id, title, description, points, locale, shape = 'step', endLabel, empty }: LineChartProps) {
  const times = points.map(({ at, value }) => ({ time: Date.parse(at), value }))
  const first = times[0]
  const last = times.at(-1)
  if (!first || !last) return <p className="figure-empty">{empty}</p>
  const most = times.reduce((largest, { value }) => Math.max(largest, value), 0) || 1
  const x = scaleUtc([first.time, last.time], [0, 100])
  const y = scaleLinear([0, most], [bottom, top])
  const ticks = y.ticks(3).filter(Number.isInteger)
  const end = { x: percent(x(last.time)), y: percent(y(last.value)) }
  return (
    <div className="line-chart">
      <span className="line-gutter" aria-hidden="true">
        {formatNumber(locale, ticks.at(-1) ?? 0)}
      </span>
      <svg className="line-drawing" role="img" aria-labelledby={`${id}-title`} aria-describedby={`${id}-description`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-description`}>{description}</desc>
        {ticks.map((tick) => (
          <g key={tick} className={tick === 0 ? 'line-zero' : 'line-tick'}>
            <line x2="100%" y1={percent(y(tick))} y2={percent(y(tick))} />
            <text y={percent(y(tick))} dx="-0.5em" dy="0.35em" textAnchor="end">
              {formatNumber(locale, tick)}
            </text>
          </g>
        ))}
        {labelTimes(first.time, last.time, locale).map(({ time, label, anchor }) => (
          <g key={time} className={anchor === 'middle' && first.time !== last.time ? 'line-date line-between' : 'line-date'}>
            <line x1={percent(x(time))} x2={percent(x(time))} y1={`${bottom}%`} y2={`${bottom + 2}%`} />
            <text x={percent(x(time))} y="100%" dy="-0.3em" textAnchor={anchor}>
              {label}
            </text>
          </g>
        ))}
        <svg
          y={`${top}%`}
          width="100%"
          height={`${bottom - top}%`}
          viewBox={`0 0 ${grid} ${grid}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path className="line-path" d={pathOf(times, shape, most)} />
        </svg>
        <circle className="line-end" cx={end.x} cy={end.y} />
        <text className="line-label" x={end.x} y={end.y} dy="-0.7em" textAnchor={first.time === last.time ? 'middle' : 'end'}>
          {endLabel ?? formatNumber(locale, last.value)}
        </text>
      </svg>
    </div>
  )
}

/** The points as a path in the grid, zero at its foot. */
function pathOf(points: TimedPoint[], shape: 'step' | 'line', most: number): string {
  const shown = thinOut(points, shape === 'step' ? maxVertices / 2 : maxVertices)
  const x = scaleLinear([points[0]?.time ?? 0, points.at(-1)?.time ?? 0], [0, grid])
  const y = scaleLinear([0, most], [grid, 0])
  const path = line<TimedPoint>(
    ({ time }) => x(time),
    ({ value }) => y(value),
  )
  return path.curve(shape === 'step' ? curveStepAfter : curveLinear).digits(0)(shown) ?? ''
}

function percent(value: number): string {
  return `${Number(value.toFixed(2))}%`
}
