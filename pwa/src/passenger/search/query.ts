import type { Day } from 'shared/base/instants.ts'
import { dayOfText, isoDay, localDay } from 'shared/base/time.ts'
import { useSearch } from 'wouter/use-browser-location'
import { create } from 'zustand'
import { now } from '../../local/clock.ts'
import { useSettings } from '../../local/settings.ts'

export const mostPeople = 9

/** Today on the phone's own calendar. */
export function today(): Day {
  return localDay(now(), Intl.DateTimeFormat().resolvedOptions().timeZone)
}

/** The search form as it stands; it outlives a look at the results, and dies with the tab. */
export interface Form {
  readonly from: string | null
  readonly to: string | null
  /** Null means today, whatever day that is when one searches. */
  readonly day: Day | null
  readonly people: number
}

const [last] = useSettings.getState().recentSearches

export const useForm = create<Form>()(() => ({
  from: last?.from ?? null,
  to: last?.to ?? null,
  day: null,
  people: last?.passengers ?? 1,
}))

/** A search as the address of the results bears it. */
export interface Query {
  readonly from: string
  readonly to: string
  readonly day: Day
  readonly people: number
}

export const resultsUrl = ({ from, to, day, people }: Query): string =>
  `/results?${new URLSearchParams({ from, to, date: isoDay(day), n: String(people) })}`

export interface RideQuery {
  readonly departure: string
  readonly board: number
  readonly alight: number
  readonly people: number
}

const rideParams = ({ board, alight, people }: RideQuery) =>
  new URLSearchParams({ board: String(board), alight: String(alight), n: String(people) })

export const departureUrl = (ride: RideQuery): string =>
  `/departures/${encodeURIComponent(ride.departure)}?${rideParams(ride)}`

export const seatsUrl = (ride: RideQuery): string =>
  `/departures/${encodeURIComponent(ride.departure)}/seats?${rideParams(ride)}`

const whole = (text: string | null): number | undefined => (text && /^\d{1,4}$/.test(text) ? Number(text) : undefined)

export const peopleOf = (text: string | null): number => Math.min(mostPeople, Math.max(1, whole(text) ?? 1))

/** The query of the results' address; a missing or mistyped date is today. */
export function useResultsQuery(): Query {
  const params = new URLSearchParams(useSearch())
  return {
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
    day: dayOfText(params.get('date') ?? '') ?? today(),
    people: peopleOf(params.get('n')),
  }
}

export interface RideParams {
  readonly board: number | undefined
  readonly alight: number | undefined
  readonly people: number
}

/** Which ride on the departure of the address: absent ends mean the whole run. */
export function useRideParams(): RideParams {
  const params = new URLSearchParams(useSearch())
  return { board: whole(params.get('board')), alight: whole(params.get('alight')), people: peopleOf(params.get('n')) }
}
