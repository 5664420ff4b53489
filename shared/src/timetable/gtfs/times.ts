/** Longest a trip may last from noon minus 12 h of its service date (168 h); longer ones are neither shown nor sold. */
export const longestTime = 168 * 3600

/** A service time as GTFS writes it. */
export function clock(time: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(time / 3600))}:${two(Math.floor(time / 60) % 60)}:${two(time % 60)}`
}
