/** How much there was at a moment, in milliseconds since 1970. */
export type TimedPoint = { time: number; value: number }

/**
 * At most so many of the points, in their order: the first, and the last of each equal span of time,
 * so that a growing count is never drawn higher than it was.
 */
export function thinOut(points: TimedPoint[], most: number): TimedPoint[] {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || points.length <= most) return points
  const spans = most - 2
  const lastOfSpan = new Map<number, TimedPoint>()
  for (const point of points) lastOfSpan.set(Math.floor(((point.time - first.time) / (last.time - first.time)) * spans), point)
  return [first, ...[...lastOfSpan.values()].filter((point) => point !== first)]
}
