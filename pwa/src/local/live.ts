import { useLiveQuery } from 'dexie-react-hooks'
import type { DepartureState, PaymentRecord, Ticket, TicketKey } from 'shared/records.ts'
import { project, type TripView, type WaitingIntent } from 'shared/sync/project.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import { useSession } from '../session/state.ts'
import { readOutbox, unanswered } from './intents.ts'
import { readManifest, type Manifest } from './manifest.ts'
import { recordsIn, recordsOf } from './rows.ts'
import { shelf, useStores, type Stores } from './stores.ts'
import { readTimetables, type Timetables } from './timetables.ts'

/** Hooks over what the phone holds. `undefined`: still reading; they follow every change, from any tab. */

/**
 * A live read of the signed-in person's databases; `nobody` when there is no such person. What was read for another
 * person, or another question, is never shown for a moment.
 */
function useOwn<T>(question: string, read: (stores: Stores) => Promise<T>, nobody: T): T | undefined {
  const stores = useStores((state) => state.stores)
  const key = `${stores?.account ?? ''} ${question}`
  const answer = useLiveQuery(async () => (stores ? { key, value: await read(stores) } : undefined), [stores, question])
  if (stores === null) return nobody
  return answer?.key === key ? answer.value : undefined
}

async function readTrips({ outbox, cache }: Stores, needsSignIn: boolean): Promise<TripView[]> {
  const { waiting, asked } = await readOutbox(outbox, needsSignIn)
  const [bookings, outcomes] = await Promise.all([recordsOf(cache, 'booking'), recordsOf(cache, 'outcome')])
  return project({ bookings, outcomes }, waiting, asked)
}

const nothing: never[] = []

/** Sorted for the Trips screen; see `project`. */
export function useTrips(): TripView[] | undefined {
  const needsSignIn = useSession((state) => state.needsSignIn)
  return useOwn(`trips ${needsSignIn}`, (stores) => readTrips(stores, needsSignIn), nothing)
}

/** `null`: no such trip on this phone. */
export function useTrip(id: string): TripView | null | undefined {
  const trips = useTrips()
  return trips && (trips.find((trip) => trip.id === id) ?? null)
}

/** By boarding time. */
export const useTickets = (): Ticket[] | undefined =>
  useOwn(
    'tickets',
    async ({ cache }) => (await recordsOf(cache, 'ticket')).sort((a, b) => a.board.at - b.board.at),
    nothing,
  )

/** Card payments, made or not. */
export const usePayments = (): PaymentRecord[] | undefined =>
  useOwn('payments', ({ cache }) => recordsOf(cache, 'payment'), nothing)

/** `asOf`: when the server last confirmed it, by the phone's clock; null when never. */
export interface DepartureNow {
  readonly state: DepartureState | null
  readonly asOf: number | null
}

const unknownDeparture: DepartureNow = { state: null, asOf: null }

async function readDeparture({ cache }: Stores, departure: string): Promise<DepartureNow> {
  // A scope without the record, but with a time: nothing is taken, and it runs as planned.
  const scope = await cache.scopes.get(`departure:${departure}`)
  if (!scope || scope.gone !== null || scope.asOf === null) return unknownDeparture
  const [state] = await recordsIn(cache, scope.scope, 'departure')
  return { state: state ?? null, asOf: scope.asOf }
}

export const useDepartureState = (departure: string): DepartureNow | undefined =>
  useOwn(`departure ${departure}`, (stores) => readDeparture(stores, departure), unknownDeparture)

async function readSold({ cache }: Stores, departure: string): Promise<Departure | null> {
  const [sold] = await recordsIn(cache, `departure:${departure}`, 'departure-sold')
  return sold ?? null
}

/** A departure as it was sold, whatever a later timetable says of it; `null` while nobody booked it, or it is not known. */
export const useDepartureSold = (departure: string): Departure | null | undefined =>
  useOwn(`sold ${departure}`, (stores) => readSold(stores, departure), null)

export interface Queue {
  /** Without an answer, in the order they were asked. */
  readonly waiting: WaitingIntent[]
  /** When the oldest of them was made. */
  readonly oldestAt: number | null
}

const emptyQueue: Queue = { waiting: [], oldestAt: null }

export function useQueue(): Queue | undefined {
  const needsSignIn = useSession((state) => state.needsSignIn)
  return useOwn(`queue ${needsSignIn}`, (stores) => readQueue(stores, needsSignIn), emptyQueue)
}

async function readQueue({ outbox }: Stores, needsSignIn: boolean): Promise<Queue> {
  const waiting = unanswered((await readOutbox(outbox, needsSignIn)).waiting)
  return { waiting, oldestAt: waiting[0]?.madeAt ?? null }
}

const noManifest: Manifest = { entries: [], events: [], waitingEvents: [], asOf: null, withdrawn: false }

export const useManifest = (departure: string): Manifest | undefined =>
  useOwn(`manifest ${departure}`, (stores) => readManifest(stores, departure), noManifest)

export const useTicketKeys = (): TicketKey[] | undefined =>
  useOwn('ticket keys', ({ cache }) => recordsIn(cache, 'public', 'ticket-key'), nothing)

/** Needs no account. */
export const useTimetable = (): Timetables | undefined => useLiveQuery(() => readTimetables(shelf), [])
