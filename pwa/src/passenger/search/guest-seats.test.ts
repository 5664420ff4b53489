import type { Ride } from 'shared/timetable/timetable.ts'
import { expect, test } from 'vitest'
import { parseLoads, parseTaken, stateOf } from './guest-seats.ts'

const end = {
  index: 0,
  stop: 't:1',
  name: 'A',
  place: 't:1',
  at: 0,
  zone: 'Europe/Vilnius',
  approximate: false,
  arrangement: 0,
} as const
const ride: Ride = {
  departure: 't:1@20261124',
  trip: 't:1',
  day: 20_781,
  feed: 't',
  route: { id: 't:r', short: '', long: '' },
  headsign: '',
  agency: { id: 't:a', name: 'A' },
  board: end,
  alight: { ...end, index: 1 },
  durationMinutes: 1,
  via: [],
  price: { money: { amount: 1, currency: 'EUR' }, source: 'feed' },
  seatMap: 'coach-2+2-49',
  totalSeats: 49,
  amenities: [],
}

test('a departure of which the server has no record has sold nothing yet', () => {
  expect(stateOf({ state: null, asOf: 5 }, ride)?.taken).toEqual({})
})

test('a departure of which the server was never asked is unknown', () => {
  expect(stateOf({ state: null, asOf: null }, ride)).toBeNull()
  expect(stateOf(undefined, ride)).toBeNull()
})

test('what the server says of seats is read, and anything else is no answer', () => {
  const { loads } = parseLoads({ departures: [{ id: 't:1@20261124', freeSeats: 3, status: 'cancelled' }] })
  expect([...loads]).toEqual([['t:1@20261124', { free: 3, cancelled: true }]])
  expect(parseTaken({ taken: ['1A'] }).taken).toEqual(['1A'])
  for (const body of [null, 'portal', {}, { departures: [{}] }, { departures: [{ id: 'a', freeSeats: 'many' }] }])
    expect(() => parseLoads(body)).toThrow(TypeError)
  for (const body of [null, {}, { taken: [1] }]) expect(() => parseTaken(body)).toThrow(TypeError)
})
