/**
 * Seat maps that wayfare_vehicles.txt may name, and how many seats each has. The drawings are in
 * inventory/seat-maps.ts, which does not compile or test without one of exactly these seats for each id.
 */
export const seatCounts = {
  'coach-2+2-49': 49,
  'vip-2+1-30': 30,
  'double-2+2-74': 74,
  'minibus-2+1-19': 19,
} as const

export type SeatMapId = keyof typeof seatCounts

/** What a trip gets of which the feed says nothing: two and two, 49 seats. */
export const defaultSeatMap: SeatMapId = 'coach-2+2-49'

export const isSeatMapId = (id: string): id is SeatMapId => Object.hasOwn(seatCounts, id)
