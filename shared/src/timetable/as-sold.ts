import type { Call, Departure } from './timetable.ts'

/**
 * A departure keeps its stops, times and seats from its first booking on; a later timetable may show others. Positions
 * of stops, and so legs and seats, count in the departure as it was sold.
 */

/** Where a ride from stop to stop lies on a departure: the latest boarding, then the earliest alighting (TT8). */
export function callsOfRide(
  { calls }: Pick<Departure, 'calls'>,
  ride: { readonly board: string; readonly alight: string },
): { board: Call; alight: Call } | undefined {
  const alightAfter = (from: number) =>
    calls.find((call) => call.index > from && call.stop === ride.alight && call.dropOff !== 1)
  const board = calls.findLast(
    (call) => call.stop === ride.board && call.pickup !== 1 && alightAfter(call.index) !== undefined,
  )
  const alight = board && alightAfter(board.index)
  return alight && { board, alight }
}

/** Positions of today's timetable as positions of the departure as it was sold; undefined when it makes no such ride. */
export function positionsAsSold(
  today: Departure,
  sold: Departure,
  ride: { readonly board: number; readonly alight: number },
): { board: number; alight: number } | undefined {
  const [board, alight] = [today.calls[ride.board]?.stop, today.calls[ride.alight]?.stop]
  if (board === undefined || alight === undefined) return undefined
  if (sold.calls[ride.board]?.stop === board && sold.calls[ride.alight]?.stop === alight) return { ...ride }
  const calls = callsOfRide(sold, { board, alight })
  return calls && { board: calls.board.index, alight: calls.alight.index }
}
