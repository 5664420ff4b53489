import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Booking, OutcomeRecord } from '../records.ts'
import { project, type TripView, type WaitingIntent } from './project.ts'

const id = (n: number) => String(n).padStart(32, '0')
const end = (at: number) => ({ index: 0, stop: 'demo:a', name: 'A', place: 'demo:a', at, zone: 'Europe/Vilnius' })
const money = { amount: 2400, currency: 'EUR' }

const booking = (n: number, more: Partial<Booking> = {}): Booking => ({
  id: id(n),
  reference: 'ABCDEF',
  account: id(9),
  departure: 'demo:t@20261124',
  status: 'confirmed',
  route: 'M1',
  agency: 'demo:a',
  headsign: 'B',
  board: end(1000 - n),
  alight: end(2000),
  via: [],
  passengers: [],
  price: money,
  due: money,
  pay: 'on-board',
  wish: 0,
  failedWishes: [],
  bookedAt: 1,
  heldUntil: null,
  cancelledAt: null,
  cancelledBy: null,
  ...more,
})

const args = {
  departure: 'demo:t@20261124',
  board: { index: 0, stop: 'demo:a' },
  alight: { index: 1, stop: 'demo:b' },
  passengers: [{ name: 'Ona' }],
  wishes: [{ kind: 'any' as const }],
  ceiling: money,
  pay: 'on-board' as const,
}

const outcome = (n: number, more: Partial<OutcomeRecord> = {}): OutcomeRecord => ({
  id: id(n),
  name: 'booking.book',
  status: 'confirmed',
  code: null,
  data: {},
  device: id(8),
  decidedAt: n,
  ...more,
})
const refused = (n: number) => outcome(n, { status: 'refused', code: 'seats-taken' })

const wish = (n: number, more: Partial<Pick<WaitingIntent, 'phase' | 'outcome' | 'sentAt'>> = {}): WaitingIntent => ({
  id: id(n),
  n,
  name: 'booking.book',
  args,
  after: [],
  madeAt: n,
  sentAt: null,
  phase: 'queued',
  outcome: null,
  ...more,
})
const cancel = (
  n: number,
  of: number,
  more: Partial<Pick<WaitingIntent, 'phase' | 'outcome'>> = {},
): WaitingIntent => ({
  ...wish(n),
  name: 'booking.cancel',
  args: { booking: id(of) },
  ...more,
})

const kinds = (trips: TripView[]) => trips.map((trip) => `${trip.kind} ${Number(trip.id)}`)

describe('[SY58] a trip is one line, in whatever order its news arrives', () => {
  test('[SY58] an answered request waits as "asked" until the booking itself is on the phone', () => {
    const answered = wish(1, { phase: 'asked', outcome: outcome(1) })
    const before = project({ bookings: [], outcomes: [] }, [answered])
    expect(before).toMatchObject([{ kind: 'waiting', phase: 'asked' }])
    expect(kinds(project({ bookings: [booking(1)], outcomes: [outcome(1)] }, [answered]))).toEqual(['booking 1'])
    expect(kinds(project({ bookings: [booking(1)], outcomes: [] }, [wish(1, { phase: 'sending' })]))).toEqual([
      'booking 1',
    ])
  })

  test('[SY58] a refusal shows once, with what was asked, whether the outbox or the record brought it', () => {
    for (const trips of [
      project({ bookings: [], outcomes: [] }, [wish(1, { outcome: refused(1) })]),
      project({ bookings: [], outcomes: [refused(1)] }, [wish(1, { outcome: refused(1) })]),
      project({ bookings: [], outcomes: [refused(1)] }, [wish(1)]),
      project({ bookings: [], outcomes: [refused(1)] }, [], new Map([[id(1), args]])),
    ]) {
      expect(trips).toMatchObject([{ kind: 'refused', id: id(1), args, outcome: { code: 'seats-taken' } }])
    }
    expect(project({ bookings: [], outcomes: [refused(1)] }, [])).toMatchObject([{ kind: 'refused', args: null }])
  })

  test('waiting ones come first as they were asked, then refusals, the latest first, then bookings by boarding time', () => {
    const trips = project({ bookings: [booking(1), booking(2)], outcomes: [refused(3), refused(4), outcome(1)] }, [
      wish(6),
      wish(5),
    ])
    expect(kinds(trips)).toEqual(['waiting 5', 'waiting 6', 'refused 4', 'refused 3', 'booking 2', 'booking 1'])
  })
})

test('a booking stands until the answer: its cancellation is waiting, then asked, then done or refused', () => {
  const records = { bookings: [booking(1)], outcomes: [] }
  const cancelOf = (waiting: WaitingIntent[], held = records) => {
    const [trip] = project(held, waiting)
    return trip?.kind === 'booking' ? trip.cancel : undefined
  }
  expect(cancelOf([])).toBeNull()
  expect(cancelOf([cancel(2, 1)])).toBe('waiting')
  expect(cancelOf([cancel(2, 1, { phase: 'sending' })])).toBe('asked')
  expect(cancelOf([cancel(2, 1, { phase: 'asked', outcome: outcome(2, { name: 'booking.cancel' }) })])).toBe('asked')
  expect(cancelOf([cancel(2, 1, { outcome: refused(2) })])).toBeNull()
  const done = { bookings: [booking(1, { status: 'cancelled' })], outcomes: [] }
  expect(cancelOf([cancel(2, 1, { phase: 'asked' })], done)).toBeNull()
})

test('a booking whose cancellation was refused says so, until it is asked anew', () => {
  const no = outcome(5, {
    name: 'booking.cancel',
    status: 'refused',
    code: 'already-boarded',
    data: { booking: id(1) },
  })
  const view = (waiting: WaitingIntent[]) => project({ bookings: [booking(1), booking(2)], outcomes: [no] }, waiting)
  expect(view([]).map((v) => v.kind === 'booking' && [v.id, v.cancelRefused?.code ?? null])).toEqual([
    [id(2), null],
    [id(1), 'already-boarded'],
  ])
  const again: WaitingIntent = {
    id: id(6),
    n: 6,
    name: 'booking.cancel',
    args: { booking: id(1) },
    after: [],
    madeAt: 6,
    sentAt: null,
    phase: 'queued',
    outcome: null,
  }
  expect(view([again])[1]).toMatchObject({ cancel: 'waiting', cancelRefused: null })
})

/** What one phone may hold of eight requests: each has come some way, and some were cancelled after. */
const lives = fc
  .array(
    fc.record({
      way: fc.constantFrom('waiting', 'answered', 'booked', 'refused-here', 'refused', 'refused-twice', 'both'),
      phase: fc.constantFrom('queued', 'sending', 'asked', 'blocked', 'stuck' as const),
      cancel: fc.constantFrom('none', 'queued', 'asked', 'refused'),
    }),
    { maxLength: 8 },
  )
  .map((ways) => {
    const bookings: Booking[] = []
    const outcomes: OutcomeRecord[] = []
    const waiting: WaitingIntent[] = []
    ways.forEach(({ way, phase, cancel: cancelled }, i) => {
      const n = i + 1
      if (way === 'waiting') waiting.push(wish(n, { phase }))
      if (way === 'answered') waiting.push(wish(n, { phase: 'asked', outcome: outcome(n) }))
      if (way === 'refused-here') waiting.push(wish(n, { phase: 'asked', outcome: refused(n) }))
      if (way === 'refused' || way === 'refused-twice') outcomes.push(refused(n))
      if (way === 'refused-twice') waiting.push(wish(n, { phase: 'asked', outcome: refused(n) }))
      if (way === 'both') waiting.push(wish(n, { phase: 'asked', outcome: outcome(n) }))
      if (way !== 'booked' && way !== 'both') return
      bookings.push(booking(n))
      const c = 20 + n
      const no = outcome(c, { name: 'booking.cancel', status: 'refused', code: 'departed', data: { booking: id(n) } })
      if (cancelled === 'refused') outcomes.push(no)
      else if (cancelled !== 'none') waiting.push(cancel(c, n, { phase: cancelled === 'asked' ? 'asked' : 'queued' }))
    })
    return { records: { bookings, outcomes }, waiting }
  })

const shuffled = <T>(all: readonly T[], dice: Iterator<number>): T[] =>
  all
    .map((one) => ({ one, at: Number(dice.next().value) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)

test('[SY58] every request is one line, as a booking where there is one, whatever the phone holds', () => {
  fc.assert(
    fc.property(lives, ({ records, waiting }) => {
      const lines = project(records, waiting)
      const asked = waiting.filter(({ name }) => name === 'booking.book')
      const held = [...records.bookings, ...records.outcomes.filter(({ name }) => name === 'booking.book'), ...asked]
      expect(lines.map((line) => line.id).sort()).toEqual([...new Set(held.map((one) => one.id))].sort())
      for (const { id: booked } of records.bookings) {
        expect(lines.find((line) => line.id === booked)?.kind).toBe('booking')
      }
    }),
  )
})

test('[SY58] the order in which records and requests lie on the phone changes nothing', () => {
  fc.assert(
    fc.property(lives, fc.infiniteStream(fc.nat()), ({ records: { bookings, outcomes }, waiting }, dice) => {
      const mixed = { bookings: shuffled(bookings, dice), outcomes: shuffled(outcomes, dice) }
      expect(project(mixed, shuffled(waiting, dice))).toEqual(project({ bookings, outcomes }, waiting))
    }),
  )
})

test('[SY58] a request that is settled may leave the outbox: the line stays as it was', () => {
  fc.assert(
    fc.property(lives, ({ records, waiting }) => {
      const known = new Map(
        waiting.flatMap((one) => (one.name === 'booking.book' ? [[one.id, one.args] as const] : [])),
      )
      const here = new Set([...records.bookings, ...records.outcomes].map((one) => one.id))
      const left = waiting.filter((one) => one.name !== 'booking.book' || one.outcome === null || !here.has(one.id))
      expect(project(records, left, known)).toEqual(project(records, waiting, known))
    }),
  )
})

test('drawing the trips changes nothing that is held', () => {
  fc.assert(
    fc.property(lives, (held) => {
      const before = JSON.stringify(held)
      const first = project(held.records, held.waiting)
      expect(project(held.records, held.waiting)).toEqual(first)
      expect(JSON.stringify(held)).toBe(before)
    }),
  )
})
