import type { Departure } from 'shared/timetable/timetable.ts'
import { expect, test } from 'vitest'
import { seatMapOf, spanOf } from './ride-of.ts'

const call = (index: number): Departure['calls'][number] => ({
  index,
  stop: `t:${index}`,
  name: `Stop ${index}`,
  place: `t:${index}`,
  lat: 0,
  lon: 0,
  arrival: index * 600,
  departure: index * 600,
  arrivalAt: index * 600_000,
  departureAt: index * 600_000,
  zone: 'Europe/Vilnius',
  approximate: false,
  pickup: 0,
  dropOff: 0,
})
const departure: Departure = {
  id: 't:1@20261124',
  trip: 't:1',
  day: 20_781,
  feed: 't',
  route: { id: 't:r', short: '', long: '' },
  headsign: '',
  agency: { id: 't:a', name: 'A' },
  calls: [0, 1, 2, 3].map(call),
  seatMap: 'coach-2+2-49',
  amenities: [],
  currency: 'EUR',
}

test('an address without stops means the whole run', () => {
  expect(spanOf(departure, undefined, undefined)).toEqual({ board: 0, alight: 3 })
  expect(spanOf(departure, 1, undefined)).toEqual({ board: 1, alight: 3 })
})

test('an address whose stops make no ride means the whole run', () => {
  expect(spanOf(departure, 2, 2)).toEqual({ board: 0, alight: 3 })
  expect(spanOf(departure, 3, 1)).toEqual({ board: 0, alight: 3 })
  expect(spanOf(departure, 0, 9)).toEqual({ board: 0, alight: 3 })
})

test('a vehicle that no drawing shows has no seat map', () => {
  expect(seatMapOf('coach-2+2-49')?.id).toBe('coach-2+2-49')
  expect(seatMapOf('constructor')).toBeUndefined()
})
