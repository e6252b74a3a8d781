/** How much there is, from little to most. */
export type MapLevel = 0 | 1 | 2 | 3 | 4

export const mapLevels: readonly MapLevel[] = [0, 1, 2, 3, 4]

/** The mark of each level in a tile of 24: a dot, strokes one way, the other way, both ways, and none on the darkest ground. */
const turns = ['rotate(45)', 'rotate(45)', 'rotate(-45)', 'rotate(45)', ''] as const

/** Where marks lie in a tile: one everywhere, more between them the larger the map is. */
const rows = [
  { name: 'coarse', places: [3] },
  { name: 'medium', places: [15] },
  { name: 'fine', places: [9, 21] },
]

/**
 * Grounds and marks of the levels as SVG patterns named `<id>-<level>`, so that they are told apart without colour.
 * @param scale size of the tiles in units of the drawing
 */
export function MapPatterns({ id, scale = 1 }: { id: string; scale?: number }) {
  return (
    <defs>
      {mapLevels.map((level) => (
        <pattern
          key={level}
          id={`${id}-${level}`}
          className={`map-tile map-${level}`}
          width="24"
          height="24"
          patternUnits="userSpaceOnUse"
          patternTransform={`${turns[level]} scale(${scale})`.trim()}
        >
          <rect width="24" height="24" />
          {level < 4 && rows.map(({ name, places }) => <path key={name} className={`map-${name}`} d={marks(level, places)} />)}
        </pattern>
      ))}
    </defs>
  )
}

function marks(level: MapLevel, places: number[]): string {
  if (level === 0) return places.flatMap((x) => places.map((y) => `M${x} ${y}h0`)).join('')
  const strokes = places.map((x) => `M${x} 0V24`).join('')
  return level === 3 ? strokes + places.map((y) => `M0 ${y}H24`).join('') : strokes
}
