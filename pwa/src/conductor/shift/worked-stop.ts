import { create } from 'zustand'
import type { Departure } from 'shared/timetable/timetable.ts'

/** How long after its time a stop is still the one being worked. */
const lingers = 10 * 60_000

/** The stop a conductor most likely works: the first that the coach has not left for ten minutes, where one may board. */
export function likelyStop({ calls }: Pick<Departure, 'calls'>, now: number): number {
  const open = calls.find(
    (call) => call.pickup !== 1 && call.departureAt + lingers >= now && call.index < calls.length - 1,
  )
  return open?.index ?? Math.max(0, calls.length - 1)
}

/** The stop the conductor said they work, by departure. */
export const useWorkedStops = create<Readonly<Record<string, number>>>()(() => ({}))

export const workAt = (departure: string, stop: number): void => useWorkedStops.setState({ [departure]: stop })
