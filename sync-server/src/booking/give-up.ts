import type { Quote } from 'shared/booking/changes.ts'
import type { Tx } from '../db/transact.ts'
import { release } from '../inventory/allocate.ts'
import { refund } from '../payments/refund.ts'
import { cancelTickets } from '../tickets/cancel.ts'
import { dropMoveOf } from './drop-move.ts'
import { serveWaiting, type ServeWorld } from './serve-waiting.ts'
import { type PassengerRow, setCancelled, setParted, setPassengerCancelled } from './store.ts'
import type { Terms } from './terms.ts'

export interface GiveUp {
  readonly terms: Terms
  /** Those who travel no more; the booking is cancelled when these are all who did. */
  readonly leaving: readonly PassengerRow[]
  readonly quote: Quote
  readonly by: 'passenger' | 'agency'
}

/**
 * Passengers of a booking travel no more: seats are free, tickets good no more, money back by the quote. Who waits for the
 * departure is served at once, before anybody else can ask.
 */
export async function giveUp(tx: Tx, world: ServeWorld, ask: GiveUp): Promise<void> {
  const { terms, leaving, quote, by } = ask
  const { row, sold, travelling } = terms
  const { id, account, board, alight, currency } = row
  const all = leaving.length === travelling.length
  await dropMoveOf(tx, world, id)
  const seats = leaving.map((passenger) => passenger.seat)
  await release(tx, sold, { booking: id, seats, board, alight })
  await cancelTickets(tx, id, new Set(leaving.flatMap(({ ticket }) => ticket ?? [])))
  for (const { position } of leaving) await tx.run(setPassengerCancelled, { booking: id, position, now: tx.now })
  const gross = quote.struck.amount + quote.fee.amount + quote.back.amount
  await refund(tx, world, {
    booking: id,
    account,
    agency: sold.departure.agency.id,
    amount: { amount: gross, currency },
    due: quote.struck,
    fee: quote.fee,
    // Each change of a booking moves its revision on, so each refund has a key of its own.
    what: `refund-${row.rev}`,
  })
  const money = { id, fee: quote.fee.amount, back: quote.back.amount }
  if (all) await tx.run(setCancelled, { ...money, now: tx.now, by })
  else {
    const price = row.price - gross
    await tx.run(setParted, { ...money, seats: row.seats - leaving.length, price, due: quote.dueAfter.amount })
  }
  tx.changed('booking', id)
  await serveWaiting(tx, world, row.departure)
}
