import type { Booking } from 'shared/records.ts'
import { expect, test } from 'vitest'
import { groupTrips } from './group.ts'
import { bookArgs, bookedTrip, hour, refusedTrip, sunday, waitingTrip } from './samples.ts'

const ids = (trips: readonly { id: string }[]) => trips.map((trip) => parseInt(trip.id, 16))
const day = 24 * hour

test('a refused request wants a decision, a queued one waits, a confirmed one comes', () => {
  const groups = groupTrips(
    [
      refusedTrip(1),
      waitingTrip(2, { args: bookArgs({ departure: 'demo:X@20261129' }) }),
      bookedTrip(3, { departure: 'demo:Y@20261130' }),
    ],
    sunday,
  )
  expect([ids(groups.answers), ids(groups.waiting), ids(groups.coming), ids(groups.past)]).toEqual([[1], [2], [3], []])
})

test('a refusal rests with the past once the same ride was asked for anew', () => {
  const groups = groupTrips([refusedTrip(5), waitingTrip(2)], sunday)
  expect(ids(groups.answers)).toEqual([])
  expect(ids(groups.past)).toEqual([5])
})

test('a booking made before the refusal does not answer it', () => {
  expect(ids(groupTrips([refusedTrip(1), bookedTrip(9)], sunday).answers)).toEqual([1])
})

test('a refusal is over with the day of its departure', () => {
  expect(ids(groupTrips([refusedTrip(1)], Date.UTC(2026, 10, 24, 20)).answers)).toEqual([1])
  expect(ids(groupTrips([refusedTrip(1)], Date.UTC(2026, 10, 26, 1)).past)).toEqual([1])
})

test('a refusal of a request from another phone is kept up for a week', () => {
  expect(ids(groupTrips([refusedTrip(1, {}, null)], sunday + 6 * day).answers)).toEqual([1])
  expect(ids(groupTrips([refusedTrip(1, {}, null)], sunday + 8 * day).past)).toEqual([1])
})

test('a coach that arrived more than an hour ago is past', () => {
  const arrival = bookedTrip(1).booking.alight.at
  expect(ids(groupTrips([bookedTrip(1)], arrival + 0.9 * hour).coming)).toEqual([1])
  expect(ids(groupTrips([bookedTrip(1)], arrival + 1.1 * hour).past)).toEqual([1])
})

test('a cancellation by the company wants a decision, one by the passenger does not', () => {
  const cancelled = { status: 'cancelled', cancelledAt: sunday } as const
  const groups = groupTrips(
    [bookedTrip(1, { ...cancelled, cancelledBy: 'agency' }), bookedTrip(2, { ...cancelled, cancelledBy: 'passenger' })],
    sunday,
  )
  expect([ids(groups.answers), ids(groups.past)]).toEqual([[1], [2]])
})

test('[BK26] a booking whose departure the company changed wants a decision until the deadline', () => {
  const choice: Booking['choice'] = {
    reason: 'departure-cancelled',
    answers: ['move', 'refund'],
    until: sunday + hour,
    otherwise: 'refund',
  }
  expect(ids(groupTrips([bookedTrip(1, { choice })], sunday).answers)).toEqual([1])
  expect(ids(groupTrips([bookedTrip(1, { choice })], sunday + 2 * hour).coming)).toEqual([1])
})

test('what the person has hidden rests with the past', () => {
  expect(ids(groupTrips([refusedTrip(1)], sunday, new Set([refusedTrip(1).id])).past)).toEqual([1])
})

test('the next departure stands first, the latest of the past first, the oldest request first', () => {
  const board = bookedTrip(1).booking.board
  const at = (n: number, days: number) =>
    bookedTrip(n, {
      board: { ...board, at: sunday + days * day },
      alight: { ...board, at: sunday + days * day + hour },
    })
  const groups = groupTrips([at(1, 5), at(2, 2), at(3, -9), at(4, -2), waitingTrip(6), waitingTrip(8)], sunday)
  expect([ids(groups.coming), ids(groups.past), ids(groups.waiting)]).toEqual([
    [2, 1],
    [4, 3],
    [8, 6],
  ])
})
