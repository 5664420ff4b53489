import type { Day, Instant, ServiceTime } from './instants.ts'

/**
 * Time in IANA zones on the platform's Intl alone (temporal-polyfill is 18.7 kB, this is half a kilobyte).
 * Intl takes 11 µs to tell an offset, so each is asked once: for the ends of a day, and within the few days whose ends
 * differ for each quarter of an hour (zones shift on whole quarters since 1972).
 */
const quarter = 900_000
const dayMs = 86_400_000
const mostOffsets = 20_000

interface ZoneClock {
  readonly format: Intl.DateTimeFormat
  readonly offsets: Map<number, number>
  readonly noons: Map<Day, Instant>
}
const clocks = new Map<string, ZoneClock>()

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const made = { format, offsets: new Map(), noons: new Map() }
  clocks.set(zone, made)
  return made
}

/** Whether the platform knows the IANA zone. */
export function zoneExists(zone: string): boolean {
  try {
    return clockOf(zone) !== undefined
  } catch {
    return false
  }
}

/** The offset at an instant, kept for good: ask only for ends of days and quarters of hours. */
function askedOffset(at: Instant, zone: string): number {
  const clock = clockOf(zone)
  const known = clock.offsets.get(at)
  if (known !== undefined) return known
  const part: Record<string, number> = {}
  for (const { type, value } of clock.format.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - at
  if (clock.offsets.size >= mostOffsets) clock.offsets.clear()
  clock.offsets.set(at, offset)
  return offset
}

/**
 * Milliseconds the zone's clock is ahead of UTC at the instant.
 * @throws RangeError when the platform does not know the zone.
 */
export function offsetOf(instant: Instant, zone: string): number {
  const midnight = Math.floor(instant / dayMs) * dayMs
  const offset = askedOffset(midnight, zone)
  if (offset === askedOffset(midnight + dayMs, zone)) return offset
  return askedOffset(Math.floor(instant / quarter) * quarter, zone)
}

/** The instant at which the zone's clock shows noon of the day. */
function noonOf(day: Day, zone: string): Instant {
  const { noons } = clockOf(zone)
  const known = noons.get(day)
  if (known !== undefined) return known
  const wall = day * dayMs + dayMs / 2
  const guess = wall - offsetOf(wall, zone)
  const noon = wall - offsetOf(guess, zone)
  if (noons.size >= mostOffsets) noons.clear()
  noons.set(day, noon)
  return noon
}

/** A GTFS time: noon minus 12 h of the service date in the zone, plus `time` seconds (which may pass 24 h). */
export const instantOf = (day: Day, time: ServiceTime, zone: string): Instant =>
  noonOf(day, zone) - dayMs / 2 + time * 1000

/** The calendar day on the zone's clock at the instant. */
export const localDay = (instant: Instant, zone: string): Day => Math.floor((instant + offsetOf(instant, zone)) / dayMs)

const two = (n: number): string => String(n).padStart(2, '0')

/** The zone's clock at the instant: `HH:MM`, 24 hours. */
export function clockText(instant: Instant, zone: string): string {
  const minutes = Math.floor((instant + offsetOf(instant, zone)) / 60_000)
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
}

/** ISO 8601 with the zone's offset: `2026-11-24T08:15:00+02:00`. */
export function isoText(instant: Instant, zone: string): string {
  const offset = offsetOf(instant, zone)
  const local = new Date(instant + offset).toISOString().slice(0, 19)
  const minutes = Math.round(Math.abs(offset) / 60_000)
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** `2026-11-24`. */
export const isoDay = (day: Day): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** `20261124`, as GTFS and departure ids write it. */
export const dayText = (day: Day): string => isoDay(day).replaceAll('-', '')

/** The day of `20261124` or `2026-11-24`; undefined when the text names no day of the calendar. */
export function dayOfText(text: string): Day | undefined {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text)
  if (!found) return undefined
  const [, year, month, date] = found.map(Number)
  const day = Date.UTC(year ?? 0, (month ?? 0) - 1, date ?? 0) / dayMs
  return dayText(day) === text.replaceAll('-', '') ? day : undefined
}

/** 0 Monday … 6 Sunday. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7
