import { bookIntent } from 'shared/booking/intents.ts'
import type { Ride } from 'shared/timetable/timetable.ts'
import { expect, test } from 'vitest'
import { canMove, moved, planFor, ridesNear, toggled, wishesOf } from './plan.ts'
import { ceilingOf, formErrors, requestOf } from './request.ts'

const six = Date.UTC(2026, 10, 24, 6)
const hour = 3_600_000
function ride(trip: string, hours: number, price = 2400, extra: Partial<Ride> = {}): Ride {
  const end = (index: number, name: string, at: number) => ({
    index,
    stop: `demo:${name}`,
    name,
    place: `demo:${name}`,
    at,
    zone: 'Europe/Vilnius',
    approximate: false,
    arrangement: 0 as const,
  })
  return {
    departure: `demo:${trip}@20261124`,
    trip: `demo:${trip}`,
    day: 20781,
    feed: 'demo',
    route: { id: 'demo:r', short: 'VK', long: '' },
    headsign: 'Klaipėda',
    agency: { id: 'demo:a', name: 'Pajūrio linijos' },
    board: end(0, 'Vilnius', six + hours * hour),
    alight: end(3, 'Klaipėda', six + (hours + 4) * hour),
    durationMinutes: 240,
    via: [],
    price: { money: { amount: price, currency: 'EUR' }, source: 'feed' },
    seatMap: 'coach',
    totalSeats: 49,
    amenities: [],
    ...extra,
  }
}
const chosen = ride('a', 0)
const form = (plan = planFor(['4C', '4D'], 2, 'together')) => ({
  names: ['Rūta', ' Aleksandra '],
  phone: ' +370 600 12345 ',
  plan,
})

test('chosen seats come first, then any two together, then nothing', () => {
  expect(wishesOf(planFor(['4C', '4D'], 2, 'together'), 2, [])).toEqual([
    { kind: 'seats', seats: ['4C', '4D'] },
    { kind: 'together' },
  ])
})

test('without chosen seats the best together are the first wish', () => {
  expect(wishesOf(planFor([], 2, 'any'), 2, [])).toEqual([{ kind: 'together' }, { kind: 'any' }])
  expect(wishesOf(planFor([], 1, 'none'), 1, [])).toEqual([{ kind: 'any' }])
})

test('one traveller is not asked about seats together', () => {
  expect(planFor(['4C'], 1, 'together').steps.map((s) => [s.kind, s.on])).toEqual([
    ['any', true],
    ['departure', false],
  ])
})

test('another departure can be wished for before any seats in this coach', () => {
  let plan = toggled(planFor(['4C', '4D'], 2, 'any'), 'departure')
  plan = moved(plan, 'departure', -1)
  expect(wishesOf(plan, 2, [ride('b', 1)]).map((w) => w.kind)).toEqual(['seats', 'together', 'departure', 'any'])
})

test('any seats never stand before seats together, which would be idle', () => {
  const plan = planFor(['4C', '4D'], 2, 'any')
  expect(canMove(plan, 'any', -1)).toBe(false)
  expect(moved(plan, 'any', -1)).toEqual(plan)
  expect(canMove(plan, 'together', -1)).toBe(false)
})

test('other departures are the nearest ones within the hours, before or after', () => {
  const rides = [
    ride('a', 0),
    ride('late', 3),
    ride('b', 1.5),
    ride('c', -1),
    ride('every', 1, 2400, { everyMinutes: 20 }),
  ]
  expect(ridesNear(rides, chosen, 2, six - 9 * hour).map((r) => r.trip)).toEqual(['demo:c', 'demo:b'])
  expect(ridesNear(rides, chosen, 2, six - 0.5 * hour).map((r) => r.trip)).toEqual(['demo:b'])
})

test('a request names at most four other departures', () => {
  const rides = [1, 2, 3, 4, 5, 6].map((n) => ride(`t${n}`, n / 4))
  expect(ridesNear(rides, chosen, 8, 0)).toHaveLength(4)
})

test('the ceiling is the dearest wish for the whole party', () => {
  expect(ceilingOf(chosen, 2, [ride('b', 1, 2600)])).toEqual({ amount: 5200, currency: 'EUR' })
})

test('a dearer departure raises the ceiling only when it is wished for', () => {
  expect(requestOf(chosen, form(), [ride('b', 1, 2600)]).ceiling.amount).toBe(4800)
})

test('a filled form makes a request the server takes', () => {
  const request = requestOf(chosen, form(toggled(planFor(['4C', '4D'], 2, 'any'), 'departure')), [
    ride('b', 1),
    ride('c', -1),
  ])
  expect(bookIntent.safeParse(request).error).toBeUndefined()
  expect(request.passengers).toEqual([{ name: 'Rūta', phone: '+370 600 12345' }, { name: 'Aleksandra' }])
  expect(request.wishes).toHaveLength(5)
})

test('a missing name and a strange phone number are told at their fields', () => {
  expect(formErrors({ ...form(), names: ['Rūta', ' '], phone: 'home' })).toEqual({
    names: { 1: 'Enter the name of passenger 2' },
    phone: 'Enter a phone number with digits, such as +370 600 12345',
  })
  expect(formErrors(form())).toBeNull()
})
