import type { ReactNode } from 'react'
import type { MapLevel } from './map-patterns.tsx'
import { MapPatterns, mapLevels } from './map-patterns.tsx'
import { worldShapes } from './map-shapes.ts'

/** A country or territory by its ISO 3166-1 alpha-2 code. `title` names it and says how much: a pointer resting on it shows that. */
export type MapArea = { code: string; level: MapLevel; title: string }

type WorldMapProps = {
  id: string
  /** What the drawing is, for who does not see it; `description` says what it shows. */
  title: string
  description: string
  areas: MapArea[]
  legend: { level: MapLevel; label: string }[]
  /** In the legend, for the places that are not among the areas. */
  noData?: string
  /** Below the map: whose borders these are. */
  note?: ReactNode
  /** Said in place of the map when there are no areas. */
  empty: ReactNode
}

/** The world with five levels told apart by tint and pattern. Antarctica is not drawn, nor an area whose code is not in ISO 3166-1. */
export function WorldMap({ id, title, description, areas, legend, noData, note, empty }: WorldMapProps) {
  if (areas.length === 0) return <p className="figure-empty">{empty}</p>
  const { width, height, shapes } = worldShapes()
  const codes = new Set(areas.map(({ code }) => code))
  const land = shapes.filter(({ code }) => code === null || !codes.has(code))
  return (
    <>
      <svg
        className="map"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-description`}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-description`}>{description}</desc>
        <MapPatterns id={id} />
        <path className="map-land" d={land.map(({ path }) => path).join('')} />
        {mapLevels.map((level) => (
          <Level key={level} id={id} level={level} areas={areas.filter((area) => area.level === level)} />
        ))}
      </svg>
      <Legend id={`${id}-key`} legend={legend} noData={noData} />
      {note && <p className="map-note quiet">{note}</p>}
    </>
  )
}

/** The areas of one level; those too small for a shape are circles, which grow with the level. */
function Level({ id, level, areas }: { id: string; level: MapLevel; areas: MapArea[] }) {
  if (areas.length === 0) return null
  const { shapes, points } = worldShapes()
  const paths = new Map(shapes.map(({ code, path }) => [code, path]))
  return (
    <g className={`map-${level}`} fill={`url(#${id}-${level})`}>
      {areas.map(({ code, title }) => {
        const path = paths.get(code)
        const point = points.get(code)
        if (path) {
          return (
            <path key={code} d={path}>
              <title>{title}</title>
            </path>
          )
        }
        return (
          point && (
            <circle key={code} cx={point.x} cy={point.y}>
              <title>{title}</title>
            </circle>
          )
        )
      })}
    </g>
  )
}

function Legend({ id, legend, noData }: { id: string; legend: WorldMapProps['legend']; noData: string | undefined }) {
  return (
    <>
      <svg className="figure-patterns map-keys" aria-hidden="true">
        <MapPatterns id={id} scale={0.25} />
      </svg>
      <ul className="map-legend">
        {legend.map(({ level, label }) => (
          <li key={level}>
            <Swatch className={`map-${level}`} fill={`url(#${id}-${level})`} />
            {label}
          </li>
        ))}
        {noData && (
          <li>
            <Swatch className="map-land" />
            {noData}
          </li>
        )}
      </ul>
    </>
  )
}

function Swatch(look: { className: string; fill?: string }) {
  return (
    <svg className="map-swatch" aria-hidden="true">
      <rect width="100%" height="100%" {...look} />
    </svg>
  )
}
