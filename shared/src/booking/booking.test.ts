import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BookingEvent, bookingLife, type BookingState, keepsSeats, step } from './booking.ts'
import { cancellation } from './changes.ts'

const states: readonly BookingState[] = ['held', 'confirmed', 'cancelled', 'expired']
const events: readonly BookingEvent[] = ['pay', 'expire', 'cancel', 'withdraw']
const due = { amount: 500, currency: 'EUR' }
const waiting = { status: 'confirmed', price: due, due, leavesAt: 1000, boarded: false } as const

test('[BK1] every state says what every event does to it', () => {
  for (const state of states) for (const event of events) expect(bookingLife[state][event]).toBeDefined()
})

test('[BK1] an event that happened twice has happened once', () => {
  for (const state of states) {
    for (const event of events) {
      const first = step(state, event)
      if (!('to' in first)) continue
      const second = step(first.to, event)
      expect('to' in second).toBe(false)
      expect('same' in second).toBe(true)
    }
  }
})

test('[BK1] seats that were given up never come back', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events)), (happened) => {
      let state: BookingState = 'held'
      let gaveUp = false
      for (const event of happened) {
        const next = step(state, event)
        if ('to' in next) state = next.to
        gaveUp ||= !keepsSeats(state)
        if (gaveUp) expect(keepsSeats(state)).toBe(false)
      }
    }),
  )
})

test('[BK9] an unpaid booking is cancelled until its coach leaves', () => {
  expect(cancellation(waiting, 999)).toEqual({ ok: true, value: 'cancel' })
  expect(cancellation(waiting, 1000)).toMatchObject({ ok: false, code: 'departed', data: { at: 1000 } })
})

test('[BK9] a cancelled booking is cancelled again without a word, even after its coach has left', () => {
  expect(cancellation({ ...waiting, status: 'cancelled' }, 5000)).toEqual({ ok: true, value: 'already' })
})

test('[BK9] a booking with somebody on board, or paid, is not cancelled this way', () => {
  expect(cancellation({ ...waiting, boarded: true }, 0)).toMatchObject({ code: 'already-boarded' })
  expect(cancellation({ ...waiting, due: { ...due, amount: 0 } }, 0)).toMatchObject({ code: 'not-allowed' })
})
