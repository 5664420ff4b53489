import fc from 'fast-check'
import { expect, test } from 'vitest'
import { must } from '../base/result.ts'
import { maskText, parseMask, overlaps, rideMask } from '../inventory/legs.ts'
import { seatsOf } from '../inventory/seat-map.ts'
import { bookIntentOf, departureAt, departureIdAt, drawn, lineTimetable } from '../testing/builders.ts'
import { fareOf } from '../timetable/fares.ts'
import { candidates, chooseWish, type Offer } from './fallbacks.ts'
import type { Wish } from './intents.ts'
import { laterRides } from './later.ts'
import { salesClose } from './sale.ts'

const timetable = lineTimetable({ hours: [9, 11], noPickup: [3], noDropOff: [4] })
const nine = departureIdAt(9)
const eleven = departureIdAt(11)
const leaves = must(departureAt(timetable, nine).calls[0], 'first call').departureAt
const now = leaves - 3_600_000
const map = drawn('A B _ C D', 'A B _ C D')
const labels = seatsOf(map).map((seat) => seat.label)

function offer(id: string, taken: Record<string, string> = {}, about: Partial<Offer> = {}): Offer {
  const departure = departureAt(timetable, id)
  return {
    departure,
    running: { status: 'scheduled', delayMinutes: null },
    seatMap: map,
    taken,
    fare: (board, alight) => fareOf(timetable, departure, board, alight).money,
    ...about,
  }
}
const offers = (...all: Offer[]) => new Map(all.map((each) => [each.departure.id, each]))
const seats = (...labelled: string[]): Wish => ({ kind: 'seats', seats: labelled })
const together: Wish = { kind: 'together' }
const any: Wish = { kind: 'any' }
const onEleven: Wish = {
  kind: 'departure',
  departure: eleven,
  board: { index: 0, stop: 'f:s0' },
  alight: { index: 2, stop: 'f:s2' },
}
const pair = (wishes: Wish[]) => bookIntentOf({ departure: nine, passengers: 2, wishes })
/** Taken on the first leg. */
const first = (...labelled: string[]) => Object.fromEntries(labelled.map((label) => [label, '1']))

test('[BK3] the first wish that can be met is met, and the outcome says why those before it were not', () => {
  const choice = chooseWish(pair([seats('1A', '1B'), together, any]), offers(offer(nine, first('1A'))), now)
  expect(choice).toMatchObject({ ok: true, value: { wish: 1, seats: ['1C', '1D'] } })
  expect(choice).toMatchObject({ value: { failed: [{ wish: 0, code: 'seats-taken' }] } })
})

test('[BK3] seats named are given in the order of the passengers', () => {
  const choice = chooseWish(pair([seats('2D', '1A')]), offers(offer(nine)), now)
  expect(choice).toMatchObject({ value: { seats: ['2D', '1A'] } })
})

test('[BK3] a party that cannot sit together takes any seats when it said so, and another coach when it said that', () => {
  const scattered = offer(nine, first('1B', '1C', '2A', '2C', '2D'))
  expect(chooseWish(pair([together, any]), offers(scattered), now)).toMatchObject({ value: { wish: 1 } })
  const full = offer(nine, first(...labels))
  const choice = chooseWish(pair([together, onEleven]), offers(full, offer(eleven)), now)
  expect(choice).toMatchObject({ value: { wish: 1, departure: { id: eleven }, seats: ['1A', '1B'] } })
})

test('[BK4] a refusal has the reason of the first wish, the seats that were taken, and what is free as of now', () => {
  const choice = chooseWish(pair([seats('1A', '1B')]), offers(offer(nine, first('1A', '2A', '2B'))), now)
  expect(choice).toMatchObject({
    ok: false,
    code: 'seats-taken',
    data: {
      taken: ['1A'],
      free: [
        ['1C', '1D'],
        ['2C', '2D'],
      ],
      freeSeats: 5,
      asOf: now,
    },
  })
  expect(choice).toMatchObject({ data: { wishes: [{ wish: 0, code: 'seats-taken' }] } })
})

test('[BK4] a seat the coach does not have is refused as taken', () => {
  expect(chooseWish(pair([seats('9A', '1A')]), offers(offer(nine)), now)).toMatchObject({
    code: 'seats-taken',
    data: { taken: ['9A'] },
  })
})

test('[BK5] the whole party pays no more than its ceiling, in its currency', () => {
  const dear = bookIntentOf({ departure: nine, passengers: 2, ceiling: 999 })
  expect(chooseWish(dear, offers(offer(nine)), now)).toMatchObject({
    code: 'price-above-limit',
    data: { price: { amount: 1000, currency: 'EUR' }, limit: { amount: 999, currency: 'EUR' } },
  })
  const just = bookIntentOf({ departure: nine, passengers: 2, ceiling: 1000 })
  expect(chooseWish(just, offers(offer(nine)), now)).toMatchObject({ value: { price: { amount: 1000 } } })
  const yen = { ...just, ceiling: { amount: 1_000_000, currency: 'JPY' } }
  expect(chooseWish(yen, offers(offer(nine)), now)).toMatchObject({ code: 'price-above-limit' })
})

test('[BK6] sales close five minutes before the coach leaves the boarding stop, and not before', () => {
  const ask = pair([any])
  const at = (instant: number) => chooseWish(ask, offers(offer(nine)), instant)
  expect(at(leaves - salesClose - 1)).toMatchObject({ ok: true })
  expect(at(leaves - salesClose)).toMatchObject({ code: 'sales-closed', data: { at: leaves - salesClose } })
  expect(at(leaves)).toMatchObject({ code: 'departed', data: { at: leaves } })
})

test('[BK6] a late coach is sold later, and at a stop further on later still', () => {
  const late = offer(nine, {}, { running: { status: 'scheduled', delayMinutes: 20 } })
  expect(chooseWish(pair([any]), offers(late), leaves)).toMatchObject({ ok: true })
  const onward = bookIntentOf({ departure: nine, from: 1, to: 2 })
  expect(chooseWish(onward, offers(offer(nine)), leaves + 50 * 60_000)).toMatchObject({ ok: true })
})

test('[BK7] a position where another stop stands now is a changed timetable', () => {
  const moved = { ...pair([any]), alight: { index: 2, stop: 'f:s5' } }
  expect(chooseWish(moved, offers(offer(nine)), now)).toMatchObject({ code: 'timetable-changed' })
  const beyond = { ...pair([any]), alight: { index: 70, stop: 'f:s2' } }
  expect(chooseWish(beyond, offers(offer(nine)), now)).toMatchObject({ code: 'timetable-changed' })
})

test('[BK7] a stop without boarding or alighting, a cancelled coach and an unknown one are told apart', () => {
  const ask = (from: number, to: number) => bookIntentOf({ departure: nine, from, to })
  expect(chooseWish(ask(3, 5), offers(offer(nine)), now)).toMatchObject({ code: 'not-sold' })
  expect(chooseWish(ask(0, 4), offers(offer(nine)), now)).toMatchObject({ code: 'not-sold' })
  const off = offer(nine, {}, { running: { status: 'cancelled', delayMinutes: null } })
  expect(chooseWish(ask(0, 2), offers(off), now)).toMatchObject({ code: 'cancelled' })
  expect(chooseWish(ask(0, 2), offers(), now)).toMatchObject({ code: 'unknown-departure' })
})

test('a request names each departure it may end up on once', () => {
  expect(candidates(pair([any, onEleven, onEleven]))).toEqual([nine, eleven])
})

test('[BK3] whatever was chosen is free on every leg of the ride and one seat for each passenger', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...labels), fc.bigInt({ min: 1n, max: 63n }).map(maskText)),
      fc.integer({ min: 1, max: 4 }),
      fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom(3, 5, 6)),
      fc.array(fc.constantFrom<Wish>(together, any), { minLength: 1, maxLength: 3 }),
      (taken, passengers, [from, to], wishes) => {
        const ask = bookIntentOf({ departure: nine, passengers, from, to, wishes })
        const choice = chooseWish(ask, offers(offer(nine, taken)), now)
        const free = labels.filter((label) => !overlaps(parseMask(taken[label]), rideMask(from, to)))
        if (!choice.ok) return void expect(choice.code).toBe('not-enough')
        expect(new Set(choice.value.seats).size).toBe(passengers)
        for (const seat of choice.value.seats) expect(free).toContain(seat)
      },
    ),
  )
})

test('[BK3] the same wish again is answered without being looked at again', () => {
  let asked = 0
  const full = offer(nine, Object.fromEntries(labels.map((label) => [label, maskText(rideMask(0, 6))])), {
    fare: () => {
      asked += 1
      return { amount: 500, currency: 'EUR' }
    },
  })
  const wishes: Wish[] = [together, together, any, together, any]
  const refusal = chooseWish({ ...bookIntentOf({ departure: nine }), wishes }, offers(full), now)
  expect(refusal).toMatchObject({ ok: false, code: 'not-enough', data: { freeSeats: 0, asOf: now } })
  expect(refusal.ok || refusal.data.wishes).toHaveLength(5)
  expect(asked).toBe(2)
})

const lines = lineTimetable({ hours: [9, 10, 11, 12, 13, 14, 15] })
const later = (withinMinutes: number, atMost?: number): Wish => ({
  kind: 'later',
  withinMinutes,
  ...(atMost !== undefined && { atMost: { amount: atMost, currency: 'EUR' } }),
})
/** Every departure of the day with these seats taken, and what the wishes for a later one come to. */
function held(wishes: Wish[], takenOn: Record<string, Record<string, string>>) {
  const intent = pair(wishes)
  const all = offers(
    ...[9, 10, 11, 12, 13, 14, 15].map((at) => {
      const departure = departureAt(lines, departureIdAt(at))
      return { ...offer(nine, takenOn[departure.id]), departure, fare: () => ({ amount: 500, currency: 'EUR' }) }
    }),
  )
  const rides = laterRides(intent, [lines], { own: departureAt(lines, nine), most: 4 })
  return { intent, all, rides }
}
const fullCoach = Object.fromEntries(labels.map((label) => [label, '3f']))

test('[BK34] a wish for a later departure comes to those between the same places within its minutes, five in all', () => {
  const within = (minutes: number) =>
    held([together, later(minutes)], {})
      .rides.get(1)
      ?.map((ride) => ride.departure)
  expect(within(59)).toEqual([])
  expect(within(120)).toEqual([departureIdAt(10), eleven])
  expect(within(600)).toEqual([10, 11, 12, 13].map((hour) => departureIdAt(hour)))
  const { intent, rides } = held([together, later(600)], {})
  expect(candidates(intent, rides)).toHaveLength(5)
})

test('[BK34] the first later departure with seats is taken, and the booking says why the wishes before it failed', () => {
  const { intent, all, rides } = held([together, later(180)], { [nine]: fullCoach, [departureIdAt(10)]: fullCoach })
  expect(chooseWish(intent, all, now, rides)).toMatchObject({
    ok: true,
    value: { wish: 1, departure: { id: eleven }, failed: [{ wish: 0, code: 'not-enough' }] },
  })
})

test('[BK34] a later departure is taken for at most the price of the wish, and there may be none', () => {
  const dear = held([together, later(180, 999)], { [nine]: fullCoach })
  expect(chooseWish(dear.intent, dear.all, now, dear.rides)).toMatchObject({
    code: 'not-enough',
    data: { wishes: [{ code: 'not-enough' }, { wish: 1, code: 'price-above-limit' }] },
  })
  const none = held([together, later(30)], { [nine]: fullCoach })
  expect(chooseWish(none.intent, none.all, now, none.rides)).toMatchObject({
    data: { wishes: [{ code: 'not-enough' }, { wish: 1, code: 'no-other-departure' }] },
  })
})

test('[BK34] a window that passes midnight reaches into the next day', () => {
  const night = lineTimetable({ hours: [1, 23] })
  const own = departureAt(night, departureIdAt(23))
  const intent = bookIntentOf({ departure: own.id, wishes: [later(180)] })
  const rides = laterRides(intent, [night], { own, most: 4 })
  expect(rides.get(0)?.map((ride) => ride.departure)).toEqual([departureIdAt(1, '2026-11-25')])
})
