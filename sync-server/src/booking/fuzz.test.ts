import { expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { maskText } from 'shared/inventory/legs.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import type { IntentEnvelope, Outcome } from 'shared/sync/envelope.ts'
import type { Wish } from 'shared/booking/intents.ts'
import { statement } from '../db/statement.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { seededBytes } from '../testing/seeded.ts'
import { onPostgres } from '../testing/test-database.ts'
import { makeWorld, type Phone } from '../testing/world.ts'

const nine = departureIdAt(9)
const legs = statement<object, { seat: string; leg: number; booking: string }>((k) =>
  k('seat_leg').select('seat', 'leg', 'booking'),
)

interface Asked {
  readonly phone: Phone
  readonly intent: IntentEnvelope
  readonly ride?: { from: number; to: number; passengers: number; wishes: Wish[] }
}

interface Decided {
  readonly asked: Asked
  readonly outcome: Outcome
}

/**
 * In the order in which they were decided: on SQLite that in which they were queued. On PostgreSQL the departure's head
 * tells it of those that took or freed seats; when a refused one was decided, nothing tells.
 */
function inOrder(decided: readonly Decided[]): readonly Decided[] {
  if (!onPostgres()) return decided
  for (const { outcome } of decided) expect([null, 'seats-taken']).toContain(outcome.code)
  const head = ({ outcome }: Decided) => outcome.at[`departure:${nine}`] ?? Infinity
  return decided.filter(({ outcome }) => outcome.status === 'confirmed').sort((a, b) => head(a) - head(b))
}

/** 200 bookings and cancellations of eight phones over 30 seats and 6 legs, many of them at the same moment. */
async function storm(seed: string): Promise<void> {
  const world = await makeWorld({
    seed,
    line: { seatMap: 'vip-2+1-30' },
    limits: { seatsPerDeparture: 1000, unpaidBookings: 1000 },
    sqlite: { groupLimit: 7 },
  })
  const bytes = seededBytes(seed)
  const below = (n: number) => (must(bytes(1)[0], 'byte') * 256 + must(bytes(1)[0], 'byte')) % n
  const labels = seatsOf(must(seatMaps['vip-2+1-30'], 'seat map')).map((seat) => seat.label)
  const phones = await Promise.all(Array.from({ length: 8 }, () => world.passenger()))
  const mine = new Map<Phone, string[]>()
  const rides = new Map<string, NonNullable<Asked['ride']>>()
  /** The model: who holds each leg of each seat. */
  const holder = new Map<string, string>()

  const make = (): Asked => {
    const phone = must(phones[below(8)], 'phone')
    const booked = mine.get(phone) ?? []
    const one = booked[below(booked.length + 1)]
    if (below(3) === 0 && one) return { phone, intent: phone.envelope('booking.cancel', { booking: one }) }
    const from = below(6)
    const to = from + 1 + below(6 - from)
    const passengers = 1 + below(3)
    const named = new Set<string>()
    while (named.size < passengers) named.add(must(labels[below(30)], 'label'))
    const wishes: Wish[] = [{ kind: 'seats', seats: [...named] }]
    if (below(2) === 0) wishes.push({ kind: 'together' })
    if (below(2) === 0) wishes.push({ kind: 'any' })
    const ride = { from, to, passengers, wishes }
    const intent = phone.envelope('booking.book', bookIntentOf({ departure: nine, ...ride }))
    return { phone, intent, ride }
  }

  function check({ phone, intent, ride }: Asked, { status, code, data }: Outcome): void {
    if (!ride) {
      expect(status).toBe('confirmed')
      const { booking } = intent.args as { booking: string }
      for (const [leg, by] of [...holder]) if (by === booking) holder.delete(leg)
      return
    }
    const keys = (seat: string) => Array.from({ length: ride.to - ride.from }, (_, i) => `${seat} ${ride.from + i}`)
    const isFree = (seat: string) => keys(seat).every((key) => !holder.has(key))
    if (status === 'confirmed') {
      const { seats, wish } = data as { seats: string[]; wish: number }
      expect(seats).toHaveLength(ride.passengers)
      for (const seat of seats) {
        expect(isFree(seat)).toBe(true)
        for (const key of keys(seat)) holder.set(key, intent.id)
      }
      const named = ride.wishes[0]
      if (wish === 0) expect(named?.kind === 'seats' && named.seats).toEqual(seats)
      mine.set(phone, [...(mine.get(phone) ?? []), intent.id])
      rides.set(intent.id, ride)
      return
    }
    expect(code).toBe('seats-taken')
    expect(data.freeSeats).toBe(labels.filter(isFree).length)
    const [named] = ride.wishes
    expect(named?.kind === 'seats' && named.seats.every(isFree)).toBe(false)
    if (ride.wishes.some((wish) => wish.kind === 'any'))
      expect(labels.filter(isFree).length).toBeLessThan(ride.passengers)
  }

  for (let done = 0; done < 200;) {
    const burst = Array.from({ length: Math.min(1 + below(12), 200 - done) }, make)
    // Asked at the same moment.
    const answers = await Promise.all(burst.map(({ phone, intent }) => phone.send([intent])))
    const decided = burst.map((asked, i) => ({ asked, outcome: must(answers[i]?.[0], 'outcome') }))
    for (const { asked, outcome } of inOrder(decided)) check(asked, outcome)
    done += burst.length
  }

  const rows = await world.context.db.read.all(legs, {})
  expect(new Map(rows.map(({ seat, leg, booking }) => [`${seat} ${leg}`, booking]))).toEqual(holder)
  const masks = new Map<string, bigint>()
  for (const key of holder.keys()) {
    const [seat = '', leg = ''] = key.split(' ')
    masks.set(seat, (masks.get(seat) ?? 0n) | (1n << BigInt(leg)))
  }
  const sold = must(await soldDeparture(world.context.db.read, world.context.timetables, nine), 'departure')
  expect(new Map(Object.entries(sold.taken))).toEqual(new Map([...masks].map(([seat, mask]) => [seat, maskText(mask)])))
  await world.close()
}

test.each(['first', 'second', 'third'])('[IN1] no leg of a seat is ever sold twice, and none is lost (seed %s)', storm)
