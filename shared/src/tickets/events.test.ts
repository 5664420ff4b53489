import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeFacts, ticketState, type BoardingFact } from './events.ts'

const id = (n: number): string => n.toString(16).padStart(32, '0')
const fact = (event: number, more: Partial<BoardingFact> = {}): BoardingFact => ({
  event: id(event),
  ticket: id(1),
  departure: 'demo:T9@20261124',
  stop: 0,
  kind: 'board',
  device: id(50),
  deviceAt: 1_000 * event,
  offset: 0,
  manifestAt: null,
  ...more,
})

const anyFact: fc.Arbitrary<BoardingFact> = fc
  .record({
    event: fc.integer({ min: 1, max: 8 }),
    kind: fc.constantFrom('board', 'alight', 'no-show', 'undo', 'cash' as const),
    undoes: fc.integer({ min: 1, max: 8 }),
    ticket: fc.integer({ min: 1, max: 2 }),
    deviceAt: fc.integer({ min: 0, max: 5 }),
    recordedAt: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    flags: fc.subarray(['not-allowed', 'overridden']),
  })
  .map(({ event, kind, undoes, ticket, ...rest }) =>
    fact(event, {
      ...rest,
      kind,
      ticket: id(ticket),
      ...(kind === 'undo' && { undoes: id(undoes) }),
      ...(kind === 'cash' && { amount: { amount: 100 * event, currency: 'EUR' } }),
    }),
  )
const set = fc.array(anyFact, { maxLength: 12 })

test('[TK24] it does not matter which phone is heard first', () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      expect(mergeFacts(a, b)).toEqual(mergeFacts(b, a))
    }),
  )
})

test('[TK24] it does not matter which two phones meet first', () => {
  fc.assert(
    fc.property(set, set, set, (a, b, c) => {
      expect(mergeFacts(mergeFacts(a, b), c)).toEqual(mergeFacts(a, mergeFacts(b, c)))
    }),
  )
})

test('[TK24] hearing the same again changes nothing', () => {
  fc.assert(
    fc.property(set, (a) => {
      expect(mergeFacts(a, a, mergeFacts(a))).toEqual(mergeFacts(a))
    }),
  )
})

test('[TK24] no fact is lost, and the state of a ticket depends on the set alone', () => {
  fc.assert(
    fc.property(set, fc.infiniteStream(fc.nat()), (facts, dice) => {
      const shuffled = facts.map((f) => [dice.next().value ?? 0, f] as const).sort((a, b) => a[0] - b[0])
      const other = [...shuffled.map(([, f]) => f), ...facts]
      expect(new Set(mergeFacts(other).map((f) => f.event))).toEqual(new Set(facts.map((f) => f.event)))
      expect(ticketState(id(1), other)).toEqual(ticketState(id(1), facts))
    }),
  )
})

test('[TK24] the copy the server took down stands for the one that waits', () => {
  const waiting = fact(1)
  const recorded = fact(1, { recordedAt: 9, byName: 'Ona' })
  expect(mergeFacts([recorded], [waiting])).toEqual([recorded])
})

test('[TK25] an undone boarding is no boarding, also when the undo is heard first', () => {
  const undo = fact(2, { kind: 'undo', undoes: id(1) })
  expect(ticketState(id(1), [undo]).boardings).toEqual([])
  expect(ticketState(id(1), [undo, fact(1)]).boardings).toEqual([])
  expect(ticketState(id(1), [undo, fact(1), fact(3)]).boardings).toEqual([fact(3)])
})

test('[TK25] an undo on one ticket takes back nothing of another', () => {
  const undo = fact(2, { kind: 'undo', undoes: id(1), ticket: id(9) })
  expect(ticketState(id(1), [fact(1), undo]).boardings).toHaveLength(1)
})

test('[TK26] two phones that boarded one ticket make it double-boarded, and one undo settles it', () => {
  const both = [fact(1), fact(2, { device: id(51) })]
  expect(ticketState(id(1), both).doubleBoarded).toBe(true)
  const settled = ticketState(id(1), [...both, fact(3, { kind: 'undo', undoes: id(2) })])
  expect(settled.doubleBoarded).toBe(false)
  expect(settled.boardings).toEqual([fact(1)])
})

test("[TK24] the earliest boarding counts by the server's clock, not by a phone that runs ahead", () => {
  const ahead = fact(1, { deviceAt: 900_000, offset: -600_000 })
  const exact = fact(2, { deviceAt: 400_000 })
  expect(ticketState(id(1), [exact, ahead]).boardings[0]).toEqual(ahead)
})

test('[TK27] a boarding by somebody who may not board changes no ticket', () => {
  expect(ticketState(id(1), [fact(1, { flags: ['not-allowed'] })]).boardings).toEqual([])
  expect(ticketState(id(1), [fact(1, { flags: ['overridden'] })]).boardings).toHaveLength(1)
})

test('[TK18] cash that stands is summed, and taken back with its undo', () => {
  const cash = (event: number): BoardingFact => fact(event, { kind: 'cash', amount: { amount: 1200, currency: 'EUR' } })
  expect(ticketState(id(1), [cash(1), cash(2)]).cash).toEqual({ amount: 2400, currency: 'EUR' })
  expect(ticketState(id(1), [cash(1), fact(2, { kind: 'undo', undoes: id(1) })]).cash).toBeNull()
})

test('somebody marked as not there who boards after all is there', () => {
  const absent = fact(1, { kind: 'no-show' })
  expect(ticketState(id(1), [absent]).noShow).toEqual(absent)
  expect(ticketState(id(1), [absent, fact(2)]).noShow).toBeNull()
})
