import type { BoardIntent } from 'shared/tickets/intents.ts'
import type { BoardingEvent, DepartureState, ManifestEntry, Ticket, TicketKey } from 'shared/records.ts'
import type { TripView, WaitingIntent } from 'shared/sync/project.ts'
import type { Timetables } from './timetables.ts'

/** Hooks over what the phone holds. `undefined`: still reading; they follow every change, from any tab. */

export const useTrips = (): TripView[] | undefined => undefined

/** `null`: no such trip on this phone. */
export const useTrip = (id: string): TripView | null | undefined => void id

export const useTickets = (): Ticket[] | undefined => undefined

export const useTicket = (id: string): Ticket | null | undefined => void id

/** `asOf`: when the server last confirmed it, by the phone's clock; null when never. */
export interface DepartureNow {
  readonly state: DepartureState | null
  readonly asOf: number | null
}

export const useDepartureState = (departure: string): DepartureNow | undefined => void departure

export interface Queue {
  readonly waiting: WaitingIntent[]
  /** When the oldest unsent intent was made. */
  readonly oldestAt: number | null
}

export const useQueue = (): Queue | undefined => undefined

export interface Manifest {
  readonly entries: ManifestEntry[]
  readonly events: BoardingEvent[]
  /** Facts of this phone that the manifest does not show yet. */
  readonly waitingEvents: BoardIntent[]
  readonly asOf: number | null
}

export const useManifest = (departure: string): Manifest | undefined => void departure

export const useTicketKeys = (): TicketKey[] | undefined => undefined

export const useTimetable = (): Timetables | undefined => undefined
