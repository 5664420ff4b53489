import type { RefusalCode } from 'shared/base/refusals.ts'
import { waitIntent } from 'shared/booking/intents.ts'
import { onSale } from 'shared/booking/sale.ts'
import { freeSeats, rideMask } from 'shared/inventory/legs.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import type { Context } from '../context.ts'
import type { Reader, Tx } from '../db/transact.ts'
import { type SoldDeparture, soldDeparture } from '../inventory/departures.ts'
import { book } from './book.ts'
import { bookingOfWait, lineMoved } from './wait.ts'
import { departuresWaitedFor, lineOf, setWaitingEnded, setWhy, type WaitingRow } from './waiting-store.ts'

export type ServeWorld = Pick<Context, 'timetables' | 'signer' | 'random' | 'config' | 'payments'>

/** What is to be done about a party that waits: nothing yet, try to book for it, or tell it that the line is closed. */
type Turn = { readonly kind: 'wait' | 'book' } | { readonly kind: 'close'; readonly why: RefusalCode }

function turnOf(row: WaitingRow, sold: SoldDeparture, now: number): Turn {
  const { board, alight } = waitIntent.parse(JSON.parse(row.intent))
  const sale = onSale(sold.departure, sold.running, { board, alight }, now)
  if (!sale.ok) return { kind: 'close', why: sale.code }
  const labels = seatsOf(sold.seatMap).map((seat) => seat.label)
  const free = freeSeats(labels, sold.taken, rideMask(row.board, row.alight))
  return { kind: free.length >= row.seats ? 'book' : 'wait' }
}

/**
 * Serve the line of a departure: each party in its turn gets seats for all of it, or is passed over and keeps its place.
 * A party that could not pay, or would hold too many seats, learns why and keeps its place too. Closes the line with the
 * sales. Harmless when nothing came free.
 */
export async function serveWaiting(tx: Tx, world: ServeWorld, departure: string): Promise<void> {
  const line = await tx.all(lineOf, { departure })
  let moved = false
  for (const row of line) {
    const sold = await soldDeparture(tx, world.timetables, departure)
    const turn: Turn = sold ? turnOf(row, sold, tx.now) : { kind: 'close', why: 'unknown-departure' }
    if (turn.kind === 'wait') continue
    const ended = turn.kind === 'close' ? await close(tx, row, turn.why) : await serve(tx, world, row)
    moved ||= ended
  }
  if (moved) await lineMoved(tx, departure)
}

async function close(tx: Tx, { id }: WaitingRow, why: RefusalCode): Promise<true> {
  await tx.run(setWaitingEnded, { id, status: 'closed', now: tx.now, why })
  tx.changed('waiting', id)
  return true
}

async function serve(tx: Tx, world: ServeWorld, row: WaitingRow): Promise<boolean> {
  const { id, account } = row
  const intent = bookingOfWait(waitIntent.parse(JSON.parse(row.intent)))
  const booked = await tx.attempt(() => book(tx, world, { id, account, intent }))
  if (booked.ok) {
    await tx.run(setWaitingEnded, { id, status: 'served', now: tx.now, why: null })
    tx.changed('waiting', id)
    return true
  }
  if (booked.code !== row.why) {
    await tx.run(setWhy, { id, why: booked.code })
    tx.changed('waiting', id)
  }
  return false
}

/** Whether a line has anything to be done about it now. */
async function stirs(reader: Reader, world: ServeWorld, departure: string, now: number): Promise<boolean> {
  const sold = await soldDeparture(reader, world.timetables, departure)
  const line = await reader.all(lineOf, { departure })
  return line.some((row) => !sold || turnOf(row, sold, now).kind !== 'wait')
}

/**
 * Serve every line in which something can be done: after holds expired and vehicles changed, and for those whose money
 * came meanwhile. Cancellations serve their line themselves, in their own unit.
 */
export async function serveLines(context: ServeWorld & Pick<Context, 'db' | 'now'>): Promise<void> {
  const { db, now } = context
  for (let after = ''; ;) {
    const departures = await db.read.all(departuresWaitedFor, { after })
    for (const { departure } of departures) {
      if (await stirs(db.read, context, departure, now()))
        await db.transact((tx) => serveWaiting(tx, context, departure))
    }
    const last = departures.at(-1)
    if (departures.length < 100 || !last) return
    after = last.departure
  }
}
