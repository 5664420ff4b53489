import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BookingEvent, bookingLife, type BookingState, keepsSeats, step } from './booking.ts'

const states: readonly BookingState[] = ['held', 'confirmed', 'cancelled', 'expired']
const events: readonly BookingEvent[] = ['pay', 'expire', 'cancel', 'part', 'move', 'withdraw', 'disrupt', 'keep']

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
