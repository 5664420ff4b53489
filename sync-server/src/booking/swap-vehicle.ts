import { must } from 'shared/base/result.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { reseat } from 'shared/inventory/reseat.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import type { Tx } from '../db/transact.ts'
import { allocate, release } from '../inventory/allocate.ts'
import { departureFor, markSwapped } from '../inventory/change-departure.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { owedByTicket } from '../tickets/boarded.ts'
import { replaceTickets } from '../tickets/replace.ts'
import { ask, choiceTime, type DisruptWorld, type Disrupted } from './disrupt.ts'
import { dropMovesTo } from './drop-move.ts'
import { serveWaiting } from './serve-waiting.ts'
import { setChoice, setRev, setSeat, standingOn } from './store.ts'
import { type Terms, termsOf } from './terms.ts'

export interface Swapped extends Disrupted {
  /** Bookings with another seat than before. */
  readonly reseated: readonly string[]
}

/**
 * Another vehicle comes: everybody keeps their seat or gets one, and a new ticket with it. Who cannot be seated is asked
 * what now; their money goes back by itself when they do not answer.
 * Refusals: unknown-departure, cancelled, departed, invalid (no such seat map).
 */
export async function swapVehicle(
  tx: Tx,
  world: DisruptWorld,
  { departure, seatMap }: { readonly departure: string; readonly seatMap: string },
): Promise<Result<Swapped>> {
  const after = Object.hasOwn(seatMaps, seatMap) ? seatMaps[seatMap] : undefined
  if (!after) return refuse('invalid', { issues: [{ path: 'seatMap', message: 'is no seat map of the catalogue' }] })
  const found = await departureFor(tx, world.timetables, { id: departure, event: 'swap' })
  if (!found.ok) return found
  if (found.value === 'already') return grant({ asked: [], withdrawn: [], reseated: [] })
  await dropMovesTo(tx, world, departure)
  const all: Terms[] = []
  for (const { id } of await tx.all(standingOn, { departure })) all.push(must(await termsOf(tx, world, id), 'booking'))
  const parties = all.map(({ row, travelling }) => ({
    id: row.id,
    board: row.board,
    alight: row.alight,
    seats: travelling.map((passenger) => passenger.seat),
  }))
  const { seats, unseated } = reseat(found.value.seatMap, after, parties)
  await markSwapped(tx, found.value.departure, seatMap)
  const moved = all.filter(({ row, travelling }) => travelling.some(({ seat }, i) => seats.get(row.id)?.[i] !== seat))
  await changeSeats(tx, world, moved, seats)
  const asked: string[] = []
  const withdrawn: string[] = []
  for (const { row, leavesAt } of all) {
    const terms = must(await termsOf(tx, world, row.id), 'booking')
    if (unseated.has(row.id)) {
      const until = Math.min(tx.now + choiceTime, leavesAt)
      const done = await ask(tx, world, terms, { reason: 'seat-lost', until, otherwise: 'refund' })
      ;(done === 'asked' ? asked : withdrawn).push(row.id)
    } else if (row.choice === 'seat-lost') {
      await tx.run(setChoice, { id: row.id, choice: null, until: null, otherwise: null })
      tx.changed('booking', row.id)
    }
  }
  await serveWaiting(tx, world, departure)
  return grant({ asked, withdrawn, reseated: moved.map(({ row }) => row.id) })
}

/** All their old seats are free before any new one is taken: some take what others had. */
async function changeSeats(
  tx: Tx,
  world: DisruptWorld,
  moved: readonly Terms[],
  seats: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  for (const { row, sold, travelling } of moved) {
    const former = travelling.map((passenger) => passenger.seat)
    await release(tx, sold, { booking: row.id, seats: former, board: row.board, alight: row.alight })
  }
  for (const terms of moved) {
    const { row } = terms
    const now = must(seats.get(row.id), 'seats')
    const sold = must(await soldDeparture(tx, world.timetables, row.departure), 'departure')
    const given = await allocate(tx, sold, { booking: row.id, seats: now, board: row.board, alight: row.alight })
    if (!given.ok) throw new Error(`Re-seating gave a seat twice: ${given.code}`)
    await writeSeats(tx, world, terms, now)
    await tx.run(setRev, { id: row.id })
    tx.changed('booking', row.id)
  }
}

/** New tickets for those whose seat is another; a held booking has none yet. */
async function writeSeats(tx: Tx, world: DisruptWorld, terms: Terms, seats: readonly string[]): Promise<void> {
  const { row, sold, travelling } = terms
  const { departure } = sold
  const owed = await owedByTicket(tx, row.id)
  const changed = travelling.flatMap((passenger, i) => {
    const seat = must(seats[i], 'seat')
    return seat === passenger.seat ? [] : [{ ...passenger, seat }]
  })
  const ticketed = changed.flatMap(({ ticket, name, phone, seat }) =>
    ticket === null ? [] : [{ ticket, name, phone: phone ?? undefined, seat, due: owed.get(ticket) ?? 0 }],
  )
  const board = must(departure.calls[row.board], 'boarding stop of booking')
  const alight = must(departure.calls[row.alight], 'alighting stop of booking')
  const { id, account, reference, currency } = row
  const ids = await replaceTickets(
    tx,
    world,
    { booking: id, account, reference, departure, board, alight, currency },
    ticketed,
  )
  for (const { position, seat, ticket } of changed) {
    const at = ticketed.findIndex((each) => each.ticket === ticket)
    await tx.run(setSeat, { booking: id, position, seat, ticket: ids[at] ?? null })
  }
}
