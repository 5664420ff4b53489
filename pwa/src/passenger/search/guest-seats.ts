import { useEffect, useMemo, useState } from 'react'
import { isoDay } from 'shared/base/time.ts'
import { rideMask } from 'shared/inventory/legs.ts'
import type { DepartureState } from 'shared/records.ts'
import type { Ride } from 'shared/timetable/timetable.ts'
import { now } from '../../local/clock.ts'
import { useDepartureState, type DepartureNow } from '../../local/live.ts'
import { isObject } from '../../session/problem.ts'
import { useSession } from '../../session/session.ts'
import { api } from '../../sync/transport.ts'
import { useSync } from '../../sync/loop.ts'
import type { Query } from './query.ts'

/**
 * Seats for somebody without an account: records travel to accounts only, so the server is asked outright while there
 * is a network, and the answer lives as long as the page.
 */
interface Asked<T> {
  readonly path: string
  readonly value: T
}

function useAnswer<T>(path: string | null, parse: (body: unknown) => T): T | undefined {
  const guest = useSession((session) => session.phase === 'signed-out')
  const online = useSync((sync) => sync.online)
  const [answer, setAnswer] = useState<Asked<T>>()
  const wanted = guest && online ? path : null
  useEffect(() => {
    if (wanted === null) return
    let left = false
    void api(wanted, { signed: false, parse }).then((result) => {
      if (!left && result.ok) setAnswer({ path: wanted, value: result.value })
    })
    return () => {
      left = true
    }
  }, [wanted, parse])
  return answer?.path === path ? answer.value : undefined
}

export interface GuestLoad {
  readonly free: number
  readonly cancelled: boolean
}

export interface GuestLoads {
  /** By departure. */
  readonly loads: ReadonlyMap<string, GuestLoad>
  readonly asOf: number
}

/** Reads the answer of a search. @throws when it is none. */
export function parseLoads(body: unknown): GuestLoads {
  if (!isObject(body) || !Array.isArray(body.departures)) throw new TypeError('Not the answer of a search')
  const loads = body.departures.map((departure: unknown): [string, GuestLoad] => {
    if (!isObject(departure) || typeof departure.id !== 'string' || typeof departure.freeSeats !== 'number')
      throw new TypeError('Not a departure of a search')
    return [departure.id, { free: departure.freeSeats, cancelled: departure.status === 'cancelled' }]
  })
  return { loads: new Map(loads), asOf: now() }
}

/** How many seats each departure of a search has left; undefined for an account, and while nothing is known. */
export function useGuestLoads({ from, to, day, people }: Query): GuestLoads | undefined {
  const params = new URLSearchParams({ from, to, date: isoDay(day), passengers: String(people) })
  return useAnswer(`/api/buses/search?${params}`, parseLoads)
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** Reads the labels of the seats that are taken. @throws when these are none. */
export function parseTaken(body: unknown): { taken: string[]; asOf: number } {
  if (!isObject(body) || !Array.isArray(body.taken) || !body.taken.every(isText)) throw new TypeError('Not seats')
  return { taken: body.taken, asOf: now() }
}

const untouched = (ride: Ride, taken: Record<string, string> = {}): DepartureState => ({
  id: ride.departure,
  status: 'scheduled',
  delayMinutes: null,
  seatMap: ride.seatMap,
  taken,
})

/** What the phone's records say of a departure. Where the server was heard and holds no record, nothing is sold yet. */
export function stateOf(known: DepartureNow | undefined, ride: Ride): DepartureState | null {
  if (!known || known.asOf === null) return null
  return known.state ?? untouched(ride)
}

/** The seats of a ride, from the phone's records, else for a guest from the server. */
export function useSeatsNow(ride: Ride): DepartureNow | undefined {
  const known = useDepartureState(ride.departure)
  const params = new URLSearchParams({ board: String(ride.board.index), alight: String(ride.alight.index) })
  const path = `/api/buses/${encodeURIComponent(ride.departure)}/seats?${params}`
  const answer = useAnswer(ride.everyMinutes === undefined ? path : null, parseTaken)
  return useMemo(() => {
    const state = stateOf(known, ride)
    if (state || !answer) return known && { state, asOf: known.asOf }
    const whole = rideMask(ride.board.index, ride.alight.index).toString(16)
    return {
      asOf: answer.asOf,
      state: untouched(ride, Object.fromEntries(answer.taken.map((label) => [label, whole]))),
    }
  }, [known, answer, ride])
}
