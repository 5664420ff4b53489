import type { ManifestEntry } from 'shared/records.ts'
import type { BoardingFact } from 'shared/tickets/events.ts'
import { expect, test } from 'vitest'
import { atStop, companions, findRiders, ridersOf, unlisted } from './riders.ts'

const id = (n: number): string => n.toString(16).padStart(32, '0')
const entry = (n: number, more: Partial<ManifestEntry> = {}): ManifestEntry => ({
  ticket: id(n),
  reference: `K7PQM${n + 1}`,
  booking: id(100 + n),
  seat: `${n}A`,
  name: 'Rūta K.',
  phoneTail: `12${n}`,
  board: 0,
  alight: 3,
  status: 'valid',
  rev: 0,
  statusAt: null,
  replacedBy: null,
  due: { amount: 0, currency: 'EUR' },
  issuedAt: 0,
  ...more,
})
const fact = (event: number, ticket: number, kind: BoardingFact['kind'] = 'board'): BoardingFact => ({
  event: id(500 + event),
  ticket: id(ticket),
  departure: 'demo:T9@20261124',
  stop: 0,
  kind,
  device: id(50),
  deviceAt: event,
  offset: 0,
  manifestAt: null,
  ...(kind === 'cash' && { amount: { amount: 2400, currency: 'EUR' } }),
})
const seats = (riders: readonly { entry: ManifestEntry }[]): string[] => riders.map((rider) => rider.entry.seat)

const coach = [
  entry(10),
  entry(2, { alight: 1 }),
  entry(3, { board: 1 }),
  entry(4, { board: 2 }),
  entry(5, { status: 'cancelled' }),
  entry(6, { alight: 1 }),
]

test('a list goes by seat, 2A before 10A', () => {
  expect(seats(ridersOf(coach, []))).toEqual(['2A', '3A', '4A', '5A', '6A', '10A'])
})

test('at a stop the list tells who boards here, who was missed, who is aboard and who comes later', () => {
  const at = atStop(ridersOf(coach, [fact(1, 10), fact(2, 2)]), 1)
  expect(seats(at.here)).toEqual(['3A'])
  expect(seats(at.earlier), '6A was missed, but the ride of 6A is over').toEqual([])
  expect(seats(at.aboard)).toEqual(['2A', '10A'])
  expect(seats(at.later)).toEqual(['4A'])
  expect(seats(at.out)).toEqual(['5A'])
  expect([at.alighting, at.boarded, at.expected]).toEqual([1, 2, 4])
})

test('who was missed at an earlier stop is still looked for while the ride lasts', () => {
  expect(seats(atStop(ridersOf(coach, []), 1).earlier)).toEqual(['10A'])
})

test('who got off at an earlier stop is no longer aboard', () => {
  expect(seats(atStop(ridersOf(coach, [fact(1, 10), fact(2, 2)]), 2).aboard)).toEqual(['10A'])
  expect(seats(atStop(ridersOf(coach, [fact(1, 10), fact(2, 10, 'alight')]), 0).aboard)).toEqual([])
})

test('a cancelled ticket that boarded all the same counts as aboard, for that is what happened', () => {
  const [rider] = ridersOf([entry(5, { status: 'cancelled' })], [fact(1, 5)])
  expect(rider?.is).toBe('boarded')
})

test('[TK18] cash taken on this phone clears what the list still shows as owed', () => {
  const owing = [entry(1, { due: { amount: 2400, currency: 'EUR' } })]
  expect(ridersOf(owing, [])[0]?.due).toEqual({ amount: 2400, currency: 'EUR' })
  expect(ridersOf(owing, [fact(1, 1, 'cash')])[0]?.due).toBeNull()
})

test('[TK23] somebody is found by name without accents, seat, reference or the end of the phone number', () => {
  const riders = ridersOf([entry(1), entry(2, { name: 'Ąžuolas Šv.' })], [])
  for (const text of ['azuo', 'sv', '2a', '2 A', 'k7p qm3', '122'])
    expect(seats(findRiders(riders, text)), text).toEqual(['2A'])
  expect(findRiders(riders, 'ta')).toEqual([])
  expect(seats(findRiders(riders, '1'))).toEqual(['1A'])
  expect(findRiders(riders, 'ruta k')).toHaveLength(1)
})

test('a party boards together: who booked with this ticket, boards here and is not aboard', () => {
  const booking = id(900)
  const party = [1, 2, 3, 4].map((n) => entry(n, { booking, ...(n === 4 && { board: 1 }) }))
  const riders = ridersOf([...party, entry(7)], [fact(1, 3)])
  expect(seats(companions(riders, id(1)))).toEqual(['2A'])
  expect(riders[0]?.party).toBe(4)
  expect(companions(riders, id(7))).toEqual([])
})

test('[TK19] who boarded with a ticket that the list lacks is counted, until undone', () => {
  const undo = { ...fact(9, 8, 'undo'), undoes: id(501) }
  expect(unlisted(coach, [fact(1, 8), fact(2, 10)])).toEqual([id(8)])
  expect(unlisted(coach, [fact(1, 8), undo])).toEqual([])
})
