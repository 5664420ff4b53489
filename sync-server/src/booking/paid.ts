import { must } from 'shared/base/result.ts'
import { step } from 'shared/booking/booking.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { frozenDeparture } from '../inventory/departures.ts'
import { paymentOfWord, takePaymentWord, takeRefundWord } from '../payments/take-word.ts'
import type { PaymentWord, ProviderWord } from '../payments/providers/provider.ts'
import { issue } from '../tickets/issue.ts'
import { endMove } from './drop-move.ts'
import { finishMove, movableNow } from './hold-move.ts'
import { setConfirmed, setTicket } from './hold-store.ts'
import { moveByPayment, type MoveRow } from './move-store.ts'
import type { MoveWorld } from './move.ts'
import { bookingById, type BookingRow, passengersOf } from './store.ts'

type World = MoveWorld & Pick<Context, 'log'>

/**
 * What a card provider says, whether it said it itself or was asked, in any order, once or twice. Money for a booking that
 * is held confirms it and issues its tickets, money for a move carries it out; money for what was given up meanwhile goes
 * back by itself.
 */
export async function takeWord(tx: Tx, world: World, word: ProviderWord): Promise<void> {
  if (word.about === 'refund') return takeRefundWord(tx, world, word)
  const payment = await paymentOfWord(tx, word)
  if (!payment) return tx.afterCommit(() => world.log.warn('payment.unknown', { payment: word.payment }))
  const move = await tx.get(moveByPayment, { payment: payment.id })
  if (move) return takeWordOfMove(tx, world, move, { word, payment })
  const row = payment.booking === null ? undefined : await tx.get(bookingById, { id: payment.booking })
  const wanted = payment.purpose === 'top-up' || (row !== undefined && 'to' in step(row.status, 'pay'))
  const paid = await takePaymentWord(tx, world, payment, { word, wanted })
  if (paid && row) await confirm(tx, world, row)
}

async function takeWordOfMove(
  tx: Tx,
  world: World,
  move: MoveRow,
  { word, payment }: { word: PaymentWord; payment: Parameters<typeof takePaymentWord>[2] },
): Promise<void> {
  const terms = word.status === 'succeeded' ? await movableNow(tx, world, move) : undefined
  const paid = await takePaymentWord(tx, world, payment, { word, wanted: terms !== undefined })
  if (paid && terms) await finishMove(tx, world, move, terms)
  // Its money came, and there is nothing to move any more.
  else if (word.status === 'succeeded' && !terms) await endMove(tx, world, move, 'drop')
}

/** A held booking is paid: one signed ticket for each passenger. */
async function confirm(tx: Tx, world: World, row: BookingRow): Promise<void> {
  const { id, account, reference, currency } = row
  const departure = must(await frozenDeparture(tx, row.departure), 'departure of booking')
  const board = must(departure.calls[row.board], 'boarding stop of booking')
  const alight = must(departure.calls[row.alight], 'alighting stop of booking')
  const passengers = await tx.all(passengersOf, { booking: id })
  const travellers = passengers.map(({ name, phone, seat }) => ({ name, phone: phone ?? undefined, seat, due: 0 }))
  const travel = { booking: id, account, reference, departure, board, alight, currency }
  const tickets = await issue(tx, world, travel, travellers)
  for (const [i, { position }] of passengers.entries()) {
    await tx.run(setTicket, { booking: id, position, ticket: must(tickets[i], 'ticket') })
  }
  await tx.run(setConfirmed, { id })
  tx.changed('booking', id)
}
