import type { Day, ServiceTime } from '../base/instants.ts'
import { runsOn } from './calendar.ts'
import { departureIdOf } from './departure-id.ts'
import type { PackFrequency } from './pack-format.ts'
import type { Timetable } from './pack.ts'

/** One run of a trip: when it leaves its first stop on a service date. */
export interface Run {
  readonly start: ServiceTime
  /** Whether the departure's id names the start (runs of frequencies). */
  readonly named: boolean
  /** The window of an exact_times=0 frequency: shown as "every n min", not sold. */
  readonly every?: PackFrequency
}

/** Starts of the runs of a frequency: start, start + headway, … before its end (GTFS frequencies.txt). */
export function startsOf({ start, end, headway }: PackFrequency): ServiceTime[] {
  return Array.from({ length: Math.max(0, Math.ceil((end - start) / headway)) }, (_, i) => start + i * headway)
}

/** All runs of a trip on a day it runs; windows that overlap give a start once. */
export function runsOfTrip(timetable: Timetable, trip: number): Run[] {
  const frequencies = timetable.frequencies.get(trip)
  if (!frequencies) return [{ start: timetable.trips.start[trip] ?? 0, named: false }]
  const runs = new Map<ServiceTime, Run>()
  for (const frequency of frequencies) {
    if (!frequency.exact) runs.set(frequency.start, { start: frequency.start, named: true, every: frequency })
    else for (const start of startsOf(frequency)) runs.set(start, { start, named: true })
  }
  return [...runs.values()]
}

export const tripIdOf = (timetable: Timetable, trip: number): string =>
  `${timetable.feed}:${timetable.trips.ids.at(trip)}`

export const runIdOf = (timetable: Timetable, trip: number, day: Day, run: Run): string =>
  departureIdOf(tripIdOf(timetable, trip), day, run.named ? run.start : undefined)

/** One flag per service: whether it runs on the service date. */
export const servicesOn = (timetable: Timetable, day: Day): Uint8Array =>
  Uint8Array.from(timetable.services, (service) => (runsOn(service, day) ? 1 : 0))

/**
 * Service dates whose trips may call anywhere on the local date: from the day after (on the night clocks go forward
 * 00:15 of a service date is 23:15 of the day before) back over the longest trip and one day more.
 */
export function candidateDays(timetable: Timetable, day: Day): Day[] {
  const back = Math.ceil(timetable.longest / 86_400) + 1
  return Array.from({ length: back + 2 }, (_, i) => day + 1 - i)
}
