import { refusalCodes } from 'shared/base/refusals.ts'
import type { Seat } from 'shared/inventory/seat-map.ts'
import { bookIntent } from 'shared/booking/intents.ts'
import { expect, test } from 'vitest'
import { askAgain, refusalView } from './refusal.ts'
import { lifeOf, waitingSentence } from './life.ts'
import { bookArgs, sunday, waitingTrip } from './samples.ts'
import { wishLine } from './wish-words.ts'

const euros = (amount: number) => ({ amount, currency: 'EUR' })
const writing = { money: (m: { amount: number }) => `€${m.amount / 100}`, clock: () => '13:42' }
const seats = new Map<string, Seat>([
  ['7C', { label: '7C', position: 'aisle' }],
  ['7D', { label: '7D', position: 'window' }],
])

test('sold seats are named, and what is still free together can be asked for', () => {
  const view = refusalView(
    {
      code: 'seats-taken',
      data: {
        taken: ['4C', '4D'],
        free: [
          ['7C', '7D'],
          ['10A', '10B'],
        ],
        asOf: sunday,
        price: euros(4800),
      },
      args: bookArgs(),
    },
    seats,
    writing,
  )
  expect(view.reason).toBe('Seats 4C and 4D were sold before we could ask.')
  expect(view.step).toEqual({
    kind: 'offers',
    price: euros(4800),
    offers: [
      { seats: ['7C', '7D'], name: '7C and 7D', note: 'aisle and window' },
      { seats: ['10A', '10B'], name: '10A and 10B', note: '' },
    ],
  })
  expect(view.alsoOtherDepartures).toBe(true)
})

test('without seats together but with enough of them, any seats are offered', () => {
  const view = refusalView({ code: 'seats-taken', data: { freeSeats: 3 }, args: bookArgs() }, seats, writing)
  expect(view.step).toEqual({ kind: 'ask-any', price: euros(4800) })
})

test('too few seats lead to the other departures of the day', () => {
  const view = refusalView({ code: 'not-enough', data: { freeSeats: 1 }, args: bookArgs() }, seats, writing)
  expect([view.reason, view.step.kind]).toEqual(['Only 1 seat is left. You asked for 2.', 'other-departures'])
})

test('a higher price can be accepted in one tap', () => {
  const view = refusalView(
    { code: 'price-above-limit', data: { price: euros(5800), limit: euros(4800) }, args: bookArgs() },
    seats,
    writing,
  )
  expect(view.reason).toBe('The price is now €58. Your limit was €48.')
  expect(view.step).toEqual({ kind: 'ask-price', price: euros(5800) })
})

test('every reason has a sentence that ends, with nothing known and with all known', () => {
  const all = { taken: ['4C'], freeSeats: 1, asOf: sunday, price: euros(1), limit: 9, at: sunday, reference: '7F3A' }
  for (const code of refusalCodes)
    for (const data of [{}, all])
      for (const args of [null, bookArgs()]) {
        const { reason, rest } = refusalView({ code, data, args }, seats, writing)
        for (const sentence of [reason, rest]) {
          expect(sentence).toMatch(/^[A-Z€].*\.$/)
          expect(sentence).not.toMatch(/undefined|please|sorry|invalid|\[object/i)
        }
      }
})

test('of a request from another phone only a new search is offered', () => {
  expect(refusalView({ code: 'seats-taken', data: { free: [['7C', '7D']] }, args: null }, seats, writing).step).toEqual(
    { kind: 'search' },
  )
})

test('asking again keeps the wishes behind the first and stays a request the server takes', () => {
  const again = askAgain(bookArgs(), { seats: ['7C', '7D'], ceiling: euros(5000) })
  expect(again.wishes).toEqual([{ kind: 'seats', seats: ['7C', '7D'] }, { kind: 'together' }])
  expect(again.ceiling).toEqual(euros(5000))
  expect(bookIntent.safeParse(again).success).toBe(true)
  expect(askAgain(bookArgs(), { any: true }).wishes).toEqual([{ kind: 'together' }, { kind: 'any' }])
})

test('wishes read as one line, whatever comes first', () => {
  expect(wishLine(bookArgs().wishes, 2)).toBe('seats 4C and 4D, else any two together')
  expect(wishLine([{ kind: 'any' }], 1)).toBe('any seat')
  const other = {
    kind: 'departure',
    departure: 'demo:VK2@20261124',
    board: { index: 0, stop: 'demo:V' },
    alight: { index: 1, stop: 'demo:K' },
  } as const
  expect(wishLine([{ kind: 'seats', seats: ['2A'] }, other, { ...other, departure: 'demo:VK3@20261124' }], 1)).toBe(
    'seat 2A, else another departure',
  )
})

test('a request stands on the phone until it is sent, and its answer is yes or no', () => {
  const clock = () => '13:51'
  expect(lifeOf(waitingTrip(1), false, clock).map((s) => [s.state, s.note])).toEqual([
    ['now', '13:51'],
    ['todo', 'when online'],
    ['todo', 'yes or no'],
  ])
  const asked = waitingTrip(1, { phase: 'asked', sentAt: sunday })
  expect(lifeOf(asked, true, clock).map((s) => s.state)).toEqual(['done', 'now', 'todo'])
  expect(waitingSentence(asked, true, clock)).toBe('We asked at 13:51. The answer is not here yet.')
  expect(waitingSentence(waitingTrip(1), false, clock)).toBe('We send it as soon as there is a network.')
})
