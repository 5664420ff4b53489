import { split } from 'shared/base/money.ts'
import { newReference } from 'shared/base/random.ts'
import { grant, refuse, type Result } from 'shared/base/result.ts'
import { candidates, type Choice, chooseWish, mostDepartures } from 'shared/booking/fallbacks.ts'
import type { BookIntent } from 'shared/booking/intents.ts'
import { type LaterRides, laterRides } from 'shared/booking/later.ts'
import { leavesAt } from 'shared/booking/sale.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { allocate } from '../inventory/allocate.ts'
import { type SoldDeparture, soldDeparture } from '../inventory/departures.ts'
import { charge } from '../payments/charge.ts'
import { collectTold } from '../tickets/board.ts'
import { type HeldTicket, issue, type Traveller } from '../tickets/issue.ts'
import { bookingOf } from './records.ts'
import { settle } from './settle.ts'
import { type BookingRow, insertBooking, insertPassenger, type PassengerRow, standing } from './store.ts'
import { takeCash } from './take-cash.ts'

export interface BookAsk {
  /** The intent's id: the booking bears it. */
  readonly id: string
  readonly account: string
  readonly intent: BookIntent
  /** Tickets of this very ride that its passengers hold already, one for each, in their order: the server was restored since. */
  readonly held?: readonly HeldTicket[] | undefined
}

export interface Booked {
  readonly booking: string
  readonly reference: string
  readonly departure: string
  readonly seats: readonly string[]
  /** Which wish was met, from 0. */
  readonly wish: number
  /** Seats are kept until then for the card payment, and tickets come when it is made. */
  readonly heldUntil?: number
}

type World = Pick<Context, 'timetables' | 'signer' | 'random' | 'config' | 'payments'>

/**
 * Book the first wish that can be met: seats, money, tickets. Paid by card it is held, without tickets, until the provider
 * says that the money came.
 * Refusals: those of chooseWish and charge(), and too-many-seats, too-many-unpaid. To be run within `attempt`.
 */
export async function book(tx: Tx, world: World, ask: BookAsk): Promise<Result<Booked>> {
  const { intent } = ask
  const offers = await offersFor(tx, world, intent)
  if (!offers.ok) return offers
  const { later, held } = offers.value
  const choice = chooseWish(intent, held, tx.now, later)
  if (!choice.ok) return choice
  const sold = held.get(choice.value.departure.id)
  if (!sold) throw new Error('The choice is none of the offers')
  const allowed = await withinLimits(tx, world, ask, choice.value)
  if (!allowed.ok) return allowed
  return write(tx, world, ask, { choice: choice.value, sold })
}

interface Offers {
  readonly held: ReadonlyMap<string, SoldDeparture>
  readonly later: LaterRides
}

/** The departures a request names, and those its wishes for a later one come to, in the order in which they are locked. */
async function offersFor(tx: Tx, { timetables }: World, intent: BookIntent): Promise<Result<Offers>> {
  const later = await laterOf(tx, timetables, intent)
  const ids = candidates(intent, later).sort()
  if (ids.length > mostDepartures) {
    const message = `at most ${mostDepartures} different departures`
    return refuse('invalid', { issues: [{ path: 'wishes', message }] })
  }
  const held = new Map<string, SoldDeparture>()
  for (const id of ids) {
    const sold = await soldDeparture(tx, timetables, id)
    if (sold) held.set(id, sold)
  }
  return grant({ held, later })
}

const noRides: LaterRides = new Map()

async function laterOf(tx: Tx, timetables: World['timetables'], intent: BookIntent): Promise<LaterRides> {
  if (!intent.wishes.some((wish) => wish.kind === 'later')) return noRides
  const own = (await soldDeparture(tx, timetables, intent.departure))?.departure
  const most = Math.max(mostDepartures - candidates(intent).length, 0)
  return laterRides(intent, timetables.current(), { own, most })
}

/** Paying on board would make hoarding free: only so many seats of a departure, and so many unpaid bookings. */
async function withinLimits(
  tx: Tx,
  { config }: World,
  { account, intent }: BookAsk,
  choice: Choice,
): Promise<Result<null>> {
  const { seatsPerDeparture, unpaidBookings } = config.limits
  const held = await tx.get(standing, { account, departure: choice.departure.id, now: tx.now })
  if ((held?.seats ?? 0) + choice.seats.length > seatsPerDeparture) {
    return refuse('too-many-seats', { limit: seatsPerDeparture })
  }
  const paidAtOnce = intent.pay === 'wallet' && choice.price.amount > 0
  if (!paidAtOnce && (held?.unpaid ?? 0) >= unpaidBookings) return refuse('too-many-unpaid', { limit: unpaidBookings })
  return grant(null)
}

async function write(
  tx: Tx,
  world: World,
  { id, account, intent, held = [] }: BookAsk,
  { choice, sold }: { choice: Choice; sold: SoldDeparture },
): Promise<Result<Booked>> {
  const { departure, board, alight, seats, price } = choice
  const given = await allocate(tx, sold, { booking: id, seats, board: board.index, alight: alight.index })
  if (!given.ok) return given
  const charged = await charge(tx, world, {
    booking: id,
    account,
    agency: departure.agency.id,
    amount: price,
    pay: intent.pay,
    points: intent.points,
    until: leavesAt(board, sold.running),
  })
  if (!charged.ok) return charged
  const { due, heldUntil = null } = charged.value
  const before = held[0]?.claims.reference
  const row = await insertWithReference(tx, world, before, {
    id,
    account,
    departure: departure.id,
    status: heldUntil === null ? 'confirmed' : 'held',
    board: board.index,
    alight: alight.index,
    seats: seats.length,
    price: price.amount,
    due: due.amount,
    currency: price.currency,
    pay: intent.pay,
    wish: choice.wish,
    failed_wishes: JSON.stringify(choice.failed),
    booked_at: tx.now,
    ends_at: alight.arrivalAt,
    held_until: heldUntil,
    cancelled_at: null,
    cancelled_by: null,
    fee: 0,
    refunded: 0,
    choice: null,
    choice_until: null,
    choice_otherwise: null,
    rev: 0,
  })
  const { reference } = row
  const travel = { booking: id, account, reference, departure, board, alight, currency: price.currency }
  const tickets =
    heldUntil === null ? await issue(tx, world, travel, travellersOf(intent, seats, due.amount, held)) : []
  const passengers = intent.passengers.map(({ name, phone = null, category = null }, position): PassengerRow => ({
    booking: id,
    position,
    name,
    phone,
    category,
    seat: seats[position] ?? '',
    ticket: tickets[position] ?? null,
    cancelled_at: null,
  }))
  await Promise.all(passengers.map((passenger) => tx.run(insertPassenger, passenger)))
  tx.changed('booking', id, [
    { scope: `account:${account}`, value: bookingOf(row, passengers, departure), rev: 0, fresh: true },
  ])
  for (const ticket of held.length > 0 ? tickets : []) {
    if (await collectTold(tx, ticket)) await settle(tx, id)
    await takeCash(tx, world, ticket)
  }
  const booked = { booking: id, reference, departure: departure.id, seats, wish: choice.wish }
  return grant(heldUntil === null ? booked : { ...booked, heldUntil })
}

/** Each passenger with their seat and their part of what is paid on board. */
function travellersOf(
  { passengers }: BookIntent,
  seats: readonly string[],
  due: number,
  held: readonly HeldTicket[],
): Traveller[] {
  const parts = split(due, passengers.length)
  return passengers.map(({ name, phone }, i) => ({
    name,
    phone,
    seat: seats[i] ?? '',
    due: parts[i] ?? 0,
    held: held[i],
  }))
}

/** The reference on the tickets that are held; else a new one. One in a billion is taken: draw again. */
async function insertWithReference(
  tx: Tx,
  { random }: World,
  before: string | undefined,
  row: Omit<BookingRow, 'reference'>,
): Promise<BookingRow> {
  for (let draws = 0; draws < 20; draws += 1) {
    const full = { ...row, reference: (draws === 0 ? before : undefined) ?? newReference(random) }
    if ((await tx.run(insertBooking, full)) === 1) return full
  }
  throw new Error('No free booking reference was drawn')
}
