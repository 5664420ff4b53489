import type { BookIntent } from 'shared/booking/intents.ts'
import type { Server } from '../server/server.ts'
import type { Books } from './books.ts'
import { holds } from './violation.ts'

interface Booked {
  readonly id: string
  readonly account: string
  readonly departure: string
  readonly board: number
  readonly alight: number
  readonly price: number
  readonly wish: number
  readonly status: string
}

/** SM11: who asked got what they asked for: their party, one of their wishes, at most their price, in their own name. */
export function checkAgainstWishes(server: Server, books: Books): void {
  const rows = server.eyes
    .prepare<[], Booked>('select id, account, departure, board, alight, price, wish, status from booking')
    .all()
  const seatsOf = server.eyes
    .prepare<[string], string>('select seat from booking_passenger where booking = ? order by position')
    .pluck()
  for (const row of rows) {
    const asked = books.all.get(row.id)
    if (!asked) continue
    const intent = asked.about.args as BookIntent
    const wish = intent.wishes[row.wish]
    const seats = seatsOf.all(row.id)
    const place = wish?.kind === 'departure' ? wish : intent
    const right =
      row.account === asked.account &&
      wish !== undefined &&
      row.departure === place.departure &&
      row.board === place.board.index &&
      row.alight === place.alight.index &&
      row.price <= intent.ceiling.amount &&
      seats.length === intent.passengers.length &&
      (wish.kind !== 'seats' || wish.seats.join() === seats.join())
    holds('SM11', right, () => `booking ${row.id} (${seats.join()}) is not what was asked: ${JSON.stringify(intent)}`)
  }
}
