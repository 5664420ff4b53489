import { useTrips } from '../../local/live.ts'
import { useNow } from '../../local/clock.ts'
import { groupTrips, type TripGroups } from './group.ts'
import { useHidden } from './hidden.ts'

/** The sections of the Trips screen; undefined while the phone reads them. */
export function useTripGroups(): TripGroups | undefined {
  const trips = useTrips()
  const now = useNow(30_000)
  const hidden = useHidden((state) => state.ids)
  return trips && groupTrips(trips, now, new Set(hidden))
}

/** How many trips want a decision: the number on the tab. */
export const useTripsToDecide = (): number => useTripGroups()?.answers.length ?? 0
