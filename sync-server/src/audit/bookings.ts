import { departureSold } from 'shared/records.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import { z } from 'zod'
import type { Reader } from '../db/transact.ts'
import type { Check } from './check.ts'
import { json } from './json.ts'
import {
  bookingState,
  cancelsAfter,
  frozenOf,
  leftOver,
  soldAfter,
  strayMoves,
  strayParties,
  traces,
  unasked,
  unevenParties,
  vanished,
} from './store-bookings.ts'
import { queryCheck, streamById } from './store-pages.ts'

const party = queryCheck(
  { number: 'AU10', says: 'A booking held or confirmed has a seat for each who travels, and no other.' },
  unevenParties,
  ({ id, seats, passengers, labels }) => ({
    at: `booking ${id}`,
    why: `has ${seats} seats for ${passengers} who travel, on ${labels} different ones`,
  }),
)

const asked = queryCheck(
  { number: 'AU11', says: 'A booking bears the id of the intent of its account that was confirmed or held.' },
  unasked,
  ({ id, account, name, status, asker }) => ({
    at: `booking ${id}`,
    why:
      name === null
        ? `of account ${account} was asked for by no intent`
        : `of account ${account} was asked for by ${name} (${status ?? 'undecided'}) of account ${asker ?? 'nobody'}`,
  }),
)

const refusedLeavesNothing = queryCheck(
  { number: 'AU12', says: 'An intent that was refused left nothing behind.' },
  traces,
  ({ id, what }) => ({ at: `intent ${id}`, why: `was refused, yet there is ${what}` }),
)

const confirmedStands = queryCheck(
  { number: 'AU13', says: 'An intent that was answered with a booking has made it.' },
  vanished,
  ({ id, account }) => ({ at: `intent ${id}`, why: `of account ${account} was confirmed, its booking is not there` }),
)

/** The longest that an operator can tell. */
const longestDelay = 24 * 3_600_000

const cancelled = z.object({ data: z.object({ booking: z.string() }) })

const cancelHappened: Check = {
  number: 'AU14',
  says: 'Of a booking whose cancellation was confirmed all or some travel no more.',
  async *find(reader) {
    for await (const { id, account, outcome } of streamById(reader, cancelsAfter)) {
      const booking = cancelled.safeParse(json(outcome)).data?.data.booking
      const found = booking === undefined ? undefined : await reader.get(bookingState, { id: booking })
      const at = `intent ${id}`
      if (booking === undefined) yield { at, why: 'was confirmed and names no booking' }
      else if (found?.account !== account) yield { at, why: `cancelled booking ${booking}, which is not its account's` }
      else if (found.status !== 'cancelled' && found.gone === 0)
        yield { at, why: `cancelled booking ${booking}, which is ${found.status} as if nothing were` }
    }
  },
}

/** Departures as sold, the latest few: bookings of one departure often follow each other. */
function departures(reader: Reader): (id: string) => Promise<Departure | undefined> {
  const known = new Map<string, Departure | undefined>()
  return async (id) => {
    if (known.has(id)) return known.get(id)
    const row = await reader.get(frozenOf, { id })
    const departure = departureSold.safeParse(json(row?.frozen ?? null)).data
    if (known.size >= 300) known.clear()
    known.set(id, departure)
    return departure
  }
}

const sold: Check = {
  number: 'AU15',
  says: 'A ride is one of its departure as sold, and was sold before the coach can have left (a delay is a day at most).',
  async *find(reader) {
    const asSold = departures(reader)
    for await (const row of streamById(reader, soldAfter)) {
      const at = `booking ${row.id}`
      const departure = await asSold(row.departure)
      const board = departure?.calls[row.board]
      const alight = departure?.calls[row.alight]
      if (!board || !alight || row.board >= row.alight) {
        yield { at, why: `rides from ${row.board} to ${row.alight}, which is no ride of ${row.departure}` }
        continue
      }
      if (row.ends_at !== alight.arrivalAt) yield { at, why: `ends at ${row.ends_at}, not at ${alight.arrivalAt}` }
      // A delay that was taken back is known no more.
      const left = board.departureAt + longestDelay
      if (row.booked_at >= left) yield { at, why: `was sold at ${row.booked_at}, after the coach left at ${left}` }
    }
  },
}

/** When it leaves the last stop at which anybody boards; after that nobody can say any more that it does not run. */
const lastLeft = ({ calls }: Departure): number => Math.max(...calls.slice(0, -1).map((call) => call.departureAt))

const runs: Check = {
  number: 'AU16',
  says: 'Who was still to travel with a departure that does not run is asked what now.',
  async *find(reader) {
    const asSold = departures(reader)
    for await (const { id, departure, ends_at } of streamById(reader, leftOver)) {
      const found = await asSold(departure)
      // Who had arrived by then has travelled.
      if (found && ends_at <= lastLeft(found)) continue
      yield { at: `booking ${id}`, why: `stands on ${departure}, which does not run, and nobody is asked` }
    }
  },
}

const served = queryCheck(
  { number: 'AU17', says: 'A party in a waiting list was served when there is its booking, and only then.' },
  strayParties,
  ({ id, status }) => ({
    at: `party ${id}`,
    why: status === 'served' ? 'was served, there is no booking' : `is ${status}, there is a booking`,
  }),
)

const moving = queryCheck(
  {
    number: 'AU18',
    says: 'Who waits to move has a confirmed booking, and a seat for each on a departure that runs.',
  },
  strayMoves,
  ({ booking, payment, why }) => ({ at: `booking ${booking}`, why: `waits to move for payment ${payment}: ${why}` }),
)

export const bookingChecks: readonly Check[] = [
  party,
  asked,
  refusedLeavesNothing,
  confirmedStands,
  cancelHappened,
  sold,
  runs,
  served,
  moving,
]
