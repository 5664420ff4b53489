import type { Instant } from '../base/instants.ts'
import type { Money } from '../base/money.ts'
import type { RefusalCode, RefusalData } from '../base/refusals.ts'
import { grant, type Granted, refuse, type Refusal, type Result } from '../base/result.ts'
import { anySeats, bestTogether } from '../inventory/availability.ts'
import { freeSeats, rideMask } from '../inventory/legs.ts'
import { seatsOf, type SeatMap } from '../inventory/seat-map.ts'
import type { Call, Departure } from '../timetable/timetable.ts'
import { quote, withinCeiling } from './fares.ts'
import type { BookIntent, Wish } from './intents.ts'
import type { LaterRides, NamedRide } from './later.ts'
import { onSale, type NamedEnd, type Running } from './sale.ts'

/** All that is known of one departure where a wish is judged: on the server now, on the phone as of its last sync. */
export interface Offer {
  readonly departure: Departure
  readonly running: Running
  readonly seatMap: SeatMap
  /** Seat label to mask of taken legs. */
  readonly taken: Readonly<Record<string, string>>
  /** Fare of one passenger between two positions; undefined when the ride is not sold. */
  fare(board: number, alight: number): Money | undefined
}

export interface FailedWish {
  readonly wish: number
  readonly code: RefusalCode
}

export interface Choice {
  /** Which wish was met, from 0. */
  readonly wish: number
  readonly failed: readonly FailedWish[]
  readonly departure: Departure
  readonly board: Call
  readonly alight: Call
  /** One seat for each passenger, in their order. */
  readonly seats: readonly string[]
  readonly price: Money
}

/** Most departures one request may name: each is looked at under its lock. */
export const mostDepartures = 5

const none: LaterRides = new Map()

/** The departures a request may end up on, each once, its own first. `later`: what its wishes for a later one come to. */
export const candidates = (intent: BookIntent, later: LaterRides = none): string[] => [
  ...new Set([
    intent.departure,
    ...intent.wishes.flatMap((w) => (w.kind === 'departure' ? [w.departure] : [])),
    ...[...later.values()].flat().map((ride) => ride.departure),
  ]),
]

interface Ride {
  readonly offer: Offer
  readonly board: Call
  readonly alight: Call
  readonly price: Money
  /** Those of some seats that nobody has on this ride, in their order; of all seats when none are named. */
  free(labels?: readonly string[]): readonly string[]
}

/**
 * The first wish that can be met. Pure: the server books by it, the phone previews with it.
 * When none can, the refusal has the code of the first wish, why each failed, and what is free on the first ride.
 * A wish for a later departure is met by the first of its rides (`later`) that has seats; it fails with the code of the
 * first.
 * Codes: no-other-departure, unknown-departure, timetable-changed, not-sold, cancelled, departed, sales-closed, price-above-limit,
 * seats-taken, not-enough.
 */
export function chooseWish(
  intent: BookIntent,
  offers: ReadonlyMap<string, Offer>,
  now: Instant,
  later: LaterRides = none,
): Result<Choice> {
  const failed: FailedWish[] = []
  let first: Refusal | undefined
  // The same wish again has the same answer: a list of them costs no more than one.
  const judged = new Map<string, RefusalCode>()
  for (const [index, wish] of intent.wishes.entries()) {
    const key = JSON.stringify(wish)
    const known = judged.get(key)
    if (known !== undefined) {
      failed.push({ wish: index, code: known })
      continue
    }
    const met = meetOn(wish, ridesOf(intent, wish, later.get(index)), (ride) => ({
      ...ride,
      offer: offers.get(ride.departure),
      intent: limited(intent, wish),
      now,
    }))
    if (met.ok) return grant({ ...met.value, wish: index, failed })
    judged.set(key, met.code)
    failed.push({ wish: index, code: met.code })
    first ??= met.free ? refuse(met.code, { ...met.data, ...met.free() }) : met
  }
  return refuse(first?.code ?? 'invalid', { ...first?.data, wishes: failed })
}

/** The rides a wish may end up on, the first to be tried first. */
function ridesOf(intent: BookIntent, wish: Wish, later: readonly NamedRide[] = []): readonly NamedRide[] {
  if (wish.kind === 'later') return later
  return [wish.kind === 'departure' ? wish : intent]
}

/** The ceiling of the request, or that of the wish where it is lower. */
function limited(intent: BookIntent, wish: Wish): BookIntent {
  const atMost = wish.kind === 'later' ? wish.atMost : undefined
  const { amount, currency } = intent.ceiling
  if (atMost === undefined || (atMost.currency === currency && atMost.amount >= amount)) return intent
  return { ...intent, ceiling: atMost }
}

function meetOn(wish: Wish, rides: readonly NamedRide[], ask: (ride: NamedRide) => Ask): Met | Unmet {
  let first: Unmet | undefined
  for (const ride of rides) {
    const met = meet(wish, ask(ride))
    if (met.ok) return met
    first ??= met
  }
  return first ?? refuse('no-other-departure')
}

interface Ask {
  readonly offer: Offer | undefined
  readonly board: NamedEnd
  readonly alight: NamedEnd
  readonly intent: BookIntent
  readonly now: Instant
}

/** `free`: what the refusal is to carry if it is the one that is told; costly, so asked for once. */
type Unmet = Refusal & { readonly free?: () => RefusalData }

type Met = Granted<Omit<Choice, 'wish' | 'failed'>>

function meet(wish: Wish, ask: Ask): Met | Unmet {
  const ride = rideOf(ask)
  if (!ride.ok) return ride
  const { offer, board, alight, price } = ride.value
  const n = ask.intent.passengers.length
  const seats = seatsFor(wish, offer.seatMap, ride.value, n)
  if (!seats.ok) return { ...seats, free: () => stillFree(ride.value, n, ask.now) }
  return grant({ departure: offer.departure, board, alight, seats: seats.value, price })
}

function rideOf({ offer, intent, now, ...ends }: Ask): Result<Ride> {
  if (!offer) return refuse('unknown-departure')
  const sold = onSale(offer.departure, offer.running, ends, now)
  if (!sold.ok) return sold
  const { board, alight } = sold.value
  const fare = offer.fare(board.index, alight.index)
  if (!fare) return refuse('not-sold')
  const price = withinCeiling(quote(fare, intent.passengers.length), intent.ceiling)
  if (!price.ok) return price
  const mask = rideMask(board.index, alight.index)
  const all = seatsOf(offer.seatMap).map((seat) => seat.label)
  const free: Ride['free'] = (labels) =>
    freeSeats(labels ? all.filter((label) => labels.includes(label)) : all, offer.taken, mask)
  return grant({ offer, board, alight, price: price.value, free })
}

function seatsFor(wish: Wish, map: SeatMap, ride: Pick<Ride, 'free'>, n: number): Result<readonly string[]> {
  if (wish.kind === 'seats') {
    const free = ride.free(wish.seats)
    const taken = wish.seats.filter((label) => !free.includes(label))
    return taken.length === 0 ? grant(wish.seats) : refuse('seats-taken', { taken })
  }
  const free = ride.free()
  const together = bestTogether(map, free, n, 1)[0]
  if (together) return grant(together)
  const any = wish.kind === 'together' ? undefined : anySeats(map, free, n)
  return any ? grant(any) : refuse('not-enough')
}

/** What a refusal carries so that the next step is one tap. */
function stillFree({ offer, ...ride }: Ride, n: number, now: Instant): RefusalData {
  const free = ride.free()
  return { free: bestTogether(offer.seatMap, free, n), freeSeats: free.length, asOf: now }
}
