export interface Point {
  readonly lat: number
  readonly lon: number
}

const radian = Math.PI / 180
/** Mean radius of the earth in metres (IUGG). */
const earth = 6_371_008.8

/** Great-circle distance in metres (haversine formula). */
export function metresBetween(a: Point, b: Point): number {
  const up = Math.sin(((b.lat - a.lat) * radian) / 2)
  const along = Math.sin(((b.lon - a.lon) * radian) / 2)
  const chord = up * up + Math.cos(a.lat * radian) * Math.cos(b.lat * radian) * along * along
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(chord)))
}
