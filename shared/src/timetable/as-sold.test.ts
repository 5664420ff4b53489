import { expect, test } from 'vitest'
import { departureAt, departureIdAt, lineTimetable } from '../testing/builders.ts'
import { positionsAsSold } from './as-sold.ts'

const nine = departureIdAt(9)
const sold = departureAt(lineTimetable({ stops: 6 }), nine)
/** Without its second stop. */
const today = {
  ...sold,
  calls: sold.calls.filter(({ index }) => index !== 1).map((call, index) => ({ ...call, index })),
}

test('[IN4] positions of a changed timetable are those of the same stops in the departure as it was sold', () => {
  expect(positionsAsSold(sold, sold, { board: 1, alight: 4 })).toEqual({ board: 1, alight: 4 })
  expect(positionsAsSold(today, sold, { board: 1, alight: 3 })).toEqual({ board: 2, alight: 4 })
  expect(positionsAsSold(today, sold, { board: 0, alight: 1 })).toEqual({ board: 0, alight: 2 })
})

test('[IN4] a ride between stops the departure was sold without is none of its rides', () => {
  expect(positionsAsSold(sold, today, { board: 1, alight: 2 })).toBeUndefined()
  expect(positionsAsSold(today, sold, { board: 0, alight: 9 })).toBeUndefined()
})
