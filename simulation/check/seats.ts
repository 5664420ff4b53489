import type { BookIntent, Wish } from 'shared/booking/intents.ts'
import { statement } from '../../sync-server/src/db/statement.ts'
import type { Server } from '../server/server.ts'
import type { Books } from './books.ts'
import type { Told } from './told.ts'
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
  readonly seat: string
}

const allSeats = statement<object, Booked>((k) =>
  k.raw(
    `select b.id, b.account, b.departure, b.board, b.alight, b.price, b.wish, b.status, p.seat
     from booking b join booking_passenger p on p.booking = b.id order by b.id, p.position`,
  ),
)

const swappedVehicles = statement<object, { id: string }>((k) => k('departure').select('id').where('rev', '>', 0))

/**
 * SM11: who asked got what they asked for: their party, one of their wishes, at most their price, in their own name. Who
 * showed tickets after a restore got the ride and the seats on these.
 */
export async function checkAgainstWishes({ reader }: Server, books: Books, told: Told): Promise<void> {
  const bookings = new Map<string, [Booked, string[]]>()
  for (const row of await reader.all(allSeats, {})) {
    const [, seats] = bookings.get(row.id) ?? [row, []]
    bookings.set(row.id, [row, [...seats, row.seat]])
  }
  // Another vehicle has other seats.
  const swapped = new Set((await reader.all(swappedVehicles, {})).map(({ id }) => id))
  for (const [row, seats] of bookings.values()) {
    const asked = books.all.get(row.id)
    // What was changed since is watched with the money it cost, and a party that waited with its line.
    if (!asked || asked.about.name !== 'booking.book' || books.moved.has(row.id)) continue
    const intent = asked.about.args as BookIntent
    const shown = told.ridesOf(row.id, intent).find((ride) => ride.departure === row.departure)
    const wish: Wish | undefined = shown ? { kind: 'seats', seats: [...shown.seats] } : intent.wishes[row.wish]
    const later = wish?.kind === 'later' && isLater(wish, intent, row.departure) ? { departure: row.departure } : {}
    const place = shown ?? (wish?.kind === 'departure' ? wish : { ...intent, ...later })
    const right =
      row.account === asked.account &&
      wish !== undefined &&
      row.departure === place.departure &&
      row.board === place.board.index &&
      row.alight === place.alight.index &&
      row.price <= intent.ceiling.amount &&
      seats.length === intent.passengers.length &&
      (wish.kind !== 'seats' || swapped.has(row.departure) || wish.seats.join() === seats.join())
    holds('SM11', right, () => `booking ${row.id} (${seats.join()}) is not what was asked: ${JSON.stringify(intent)}`)
  }
}

/** Coaches of the line leave at the hour in their names. */
function isLater({ withinMinutes }: Extract<Wish, { kind: 'later' }>, { departure }: BookIntent, met: string): boolean {
  const hourOf = (id: string): number => Number(/^f:t(\d+)@/.exec(id)?.[1])
  const minutes = (hourOf(met) - hourOf(departure)) * 60
  return minutes > 0 && minutes <= withinMinutes
}
