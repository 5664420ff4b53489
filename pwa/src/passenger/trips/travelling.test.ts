import { expect, test } from 'vitest'
import type { Booking } from 'shared/records.ts'
import { bookedTrip, hour } from './samples.ts'
import { costOfCancelling, seatsOfBooking, travelling } from './travelling.ts'

const booked = bookedTrip(1).booking
const paid: Booking = { ...booked, due: { ...booked.price, amount: 0 } }
const before = (hours: number): number => booked.board.at - hours * hour

test('[BK20] who has cancelled is no passenger of the trip any more, unless nobody is', () => {
  const [, ...others] = booked.passengers
  const passengers = booked.passengers.map((one, i) => (i === 0 ? { ...one, cancelledAt: 1 } : one))
  expect(seatsOfBooking({ ...booked, passengers })).toEqual(others.map(({ seat }) => seat))
  expect(travelling({ ...booked, passengers, status: 'cancelled' })).toHaveLength(passengers.length)
})

test('[BK19] the phone quotes what the server will take: a share of what was paid, by the hour', () => {
  const { amount } = booked.price
  expect(costOfCancelling(paid, before(80))).toMatchObject({ fee: { amount: 0 }, back: { amount } })
  const fee = Math.floor(amount * 0.25)
  expect(costOfCancelling(paid, before(3))).toMatchObject({ fee: { amount: fee }, back: { amount: amount - fee } })
  const unpaid = { ...booked, due: booked.price }
  expect(costOfCancelling(unpaid, before(1))).toMatchObject({ fee: { amount: 0 }, back: { amount: 0 } })
})

test('[BK27] while the company waits for an answer, everything paid comes back', () => {
  const choice = { reason: 'delayed', answers: ['keep', 'refund'], until: before(-1), otherwise: 'keep' } as const
  const asked = { ...paid, choice: { ...choice, answers: [...choice.answers] } }
  expect(costOfCancelling(asked, before(1))).toMatchObject({ fee: { amount: 0 }, back: paid.price })
})
