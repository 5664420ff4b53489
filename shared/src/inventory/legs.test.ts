import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSeats, maskText, parseMask, rideMask, seatState } from './legs.ts'

const stops = 40
const ride = fc
  .tuple(fc.integer({ min: 0, max: stops - 1 }), fc.integer({ min: 1, max: stops }))
  .map(([from, length]) => ({ from, to: Math.min(from + length, stops) }))
const taken = fc.array(fc.boolean(), { minLength: stops, maxLength: stops })

/** The legs of a seat one by one, as a mask. */
const maskOf = (legs: readonly boolean[]): string =>
  maskText(legs.reduce((mask, is, leg) => (is ? mask | (1n << BigInt(leg)) : mask), 0n))

test('[IN3] a seat is free on a ride when none of its legs is taken, leg by leg', () => {
  fc.assert(
    fc.property(ride, fc.array(taken, { maxLength: 5 }), ({ from, to }, seats) => {
      const masks = Object.fromEntries(seats.map((legs, i) => [`${i}A`, maskOf(legs)]))
      const labels = [...Object.keys(masks), '99Z']
      const naive = labels.filter((_, i) => !(seats[i] ?? []).slice(from, to).includes(true))
      expect(freeSeats(labels, masks, rideMask(from, to))).toEqual(naive)
    }),
  )
})

test('[IN2] a seat taken at first is told to be free from the stop at which it comes free for good', () => {
  fc.assert(
    fc.property(ride, taken, ({ from, to }, legs) => {
      const state = seatState(maskOf(legs), from, to)
      const free = (since: number) => !legs.slice(since, to).includes(true)
      if (free(from)) expect(state).toEqual({ kind: 'free' })
      else if (!free(to - 1)) expect(state).toEqual({ kind: 'taken' })
      else {
        let since = to - 1
        while (free(since - 1)) since -= 1
        expect(state).toEqual({ kind: 'partly', freeFrom: since })
      }
    }),
  )
})

test('[IN5] a mask of any number of legs survives being written and read', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 300n) - 1n }), (mask) => {
      expect(parseMask(maskText(mask))).toBe(mask)
    }),
  )
})
