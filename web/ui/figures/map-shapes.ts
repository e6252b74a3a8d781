import type { GeoContext } from 'd3-geo'
import { geoEqualEarth, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'world-atlas/countries-110m.json'
import { pointPlaces, shapeCodes } from './map-places.ts'

/** The world as it is drawn: shapes with their code, null where the atlas has none, and the middles of places too small for one. */
export type WorldShapes = {
  width: number
  height: number
  shapes: { code: string | null; path: string }[]
  points: ReadonlyMap<string, { x: number; y: number }>
}

/** So many units that whole ones are fine enough. */
const width = 2000
/** Room for outlines and circles at the edges. */
const margin = 16
/** Turned so that the cut runs through the Bering Strait, not through Russia. */
const turned: [number, number] = [-11, 0]
const antarctica = '010'

let drawn: WorldShapes | null = null

/**
 * The countries of Natural Earth 1:110m in an equal-area projection, made once for the process.
 * Borders are drawn as they stand there, mostly by who controls the land: a page with a map says so.
 * @see https://www.naturalearthdata.com/about/disputed-boundaries-policy/ (November 2026)
 */
export function worldShapes(): WorldShapes {
  drawn ??= drawWorld()
  return drawn
}

function drawWorld(): WorldShapes {
  const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>
  const { features } = feature(topology, topology.objects.countries)
  const countries = { type: 'FeatureCollection' as const, features: features.filter(({ id }) => id !== antarctica) }
  const places = { type: 'MultiPoint' as const, coordinates: [...pointPlaces.values()] }
  const all = { type: 'GeometryCollection' as const, geometries: [...countries.features.map(({ geometry }) => geometry), places] }
  const projection = geoEqualEarth()
    .rotate(turned)
    .fitWidth(width - 2 * margin, all)
  const [[left, top], [, bottom]] = geoPath(projection).bounds(all)
  const [x, y] = projection.translate()
  projection.translate([x - left + margin, y - top + margin])
  return {
    width,
    height: Math.ceil(bottom - top + 2 * margin),
    shapes: countries.features.map((country) => ({
      code: shapeCodes.get(String(country.id)) ?? null,
      path: writePath((pen) => geoPath(projection, pen)(country)),
    })),
    points: new Map([...pointPlaces].map(([code, place]) => [code, roundPoint(projection(place) ?? [0, 0])])),
  }
}

function roundPoint([x, y]: [number, number]): { x: number; y: number } {
  return { x: Math.round(x), y: Math.round(y) }
}

/** What is drawn as an SVG path of whole numbers, each the step from the one before: a third shorter than places. */
function writePath(draw: (pen: GeoContext) => void): string {
  let text = ''
  let at = { x: 0, y: 0 }
  let isFirstStep = false
  draw({
    beginPath() {},
    arc() {},
    moveTo(x, y) {
      at = roundPoint([x, y])
      isFirstStep = true
      text += `M${at.x} ${at.y}`
    },
    lineTo(x, y) {
      const to = roundPoint([x, y])
      const [dx, dy] = [to.x - at.x, to.y - at.y]
      if (dx === 0 && dy === 0) return
      text += `${isFirstStep ? 'l' : dx < 0 ? '' : ' '}${dx}${dy < 0 ? '' : ' '}${dy}`
      at = to
      isFirstStep = false
    },
    closePath() {
      text += 'z'
    },
  })
  return text
}
