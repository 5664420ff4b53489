import type { Day } from '../../base/instants.ts'
import { weekdayOf } from '../../base/time.ts'
import type { ServiceDraft } from './draft.ts'

const mondayOf = (day: Day): Day => day - weekdayOf(day)

export interface ServiceDays {
  /** A Monday. */
  readonly start: Day
  /** Trips that run on each day from `start` on. */
  readonly trips: Int32Array
}

/**
 * How many trips run on each day of the feed. Works on ends of periods, not on days, so that a calendar of a thousand
 * years takes no longer than one of a week.
 */
export function serviceDays(services: readonly ServiceDraft[]): ServiceDays {
  const days = services.flatMap((s) => [s.from, s.to, ...s.exceptions.keys()])
  if (days.length === 0) return { start: 0, trips: new Int32Array(0) }
  const start = mondayOf(days.reduce((a, b) => Math.min(a, b)))
  const weeks = Math.floor((days.reduce((a, b) => Math.max(a, b)) - start) / 7) + 1
  const trips = new Int32Array(weeks * 7 + 7)
  const bump = (at: number, by: number) => (trips[at] = (trips[at] ?? 0) + by)
  for (const service of services) {
    for (let weekday = 0; weekday < 7; weekday += 1) {
      if (((service.weekdays >> weekday) & 1) === 0 || service.to < service.from) continue
      const first = service.from + ((weekday - weekdayOf(service.from) + 7) % 7)
      if (first > service.to) continue
      bump(first - start, service.trips)
      bump(first - start + 7 * (Math.floor((service.to - first) / 7) + 1), -service.trips)
    }
  }
  for (let at = 7; at < trips.length; at += 1) bump(at, trips[at - 7] ?? 0)
  for (const service of services)
    for (const [day, runs] of service.exceptions)
      if (runs !== runsWeekly(service, day)) bump(day - start, runs ? service.trips : -service.trips)
  return { start, trips: trips.subarray(0, weeks * 7) }
}

const runsWeekly = (s: ServiceDraft, day: Day): boolean =>
  day >= s.from && day <= s.to && ((s.weekdays >> weekdayOf(day)) & 1) === 1

/** First and last day on which a trip runs; null when none does. */
export function spanOfDays({ start, trips }: ServiceDays): { from: Day; to: Day } | null {
  const from = trips.findIndex((n) => n > 0)
  return from < 0 ? null : { from: start + from, to: start + trips.findLastIndex((n) => n > 0) }
}

/** Monday of the week with most trips; the earliest of equals, so that as much as possible of the feed is still to come. */
export function busiestWeek({ start, trips }: ServiceDays): Day {
  let best = { monday: start, trips: -1 }
  for (let week = 0; week < trips.length; week += 7) {
    const sum = trips.subarray(week, week + 7).reduce((a, b) => a + b, 0)
    if (sum > best.trips) best = { monday: start + week, trips: sum }
  }
  return best.monday
}

/** Days, a multiple of seven, that bring the busiest week onto the week of `target`. */
export const shiftOnto = (days: ServiceDays, target: Day): number => mondayOf(target) - busiestWeek(days)
