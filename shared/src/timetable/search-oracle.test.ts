import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { Day } from '../base/instants.ts'
import { must } from '../base/result.ts'
import { dayOfText, weekdayOf } from '../base/time.ts'
import { type CallDraft, type FeedDraft, feedRowsOf, type ServiceDraft, type TripDraft } from '../testing/feed-rows.ts'
import { buildPack } from './build-pack.ts'
import { departureIdOf } from './departure-id.ts'
import { departureOf } from './departures.ts'
import { openPack, type Timetable } from './pack.ts'
import { searchRides } from './search.ts'
import type { PickupType } from './timetable.ts'

const hours = (h: number): number => h * 3600
const open = (draft: FeedDraft): Timetable => openPack(JSON.stringify(buildPack(feedRowsOf(draft), { source: 'test' })))

/** Temporal's own reckoning, without any of our code. */
function oracleInstant(serviceDay: Day, seconds: number, zone: string): number {
  const date = Temporal.PlainDate.from('1970-01-01').add({ days: serviceDay })
  const noon = date.toZonedDateTime({ timeZone: zone, plainTime: '12:00' })
  return noon.epochMilliseconds - 12 * 3_600_000 + seconds * 1000
}
const oracleDay = (instant: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString()

function oracleRuns(service: ServiceDraft, date: Day): boolean {
  if (service.added?.includes(date)) return true
  if (service.removed?.includes(date)) return false
  return date >= service.from && date <= service.to && ((service.weekdays >> weekdayOf(date)) & 1) === 1
}

interface Found {
  readonly departure: string
  readonly board: number
  readonly alight: number
}

/** Day by day, trip by trip, pair by pair: every ride of every service date near, then what the rules keep. */
function oracle(draft: FeedDraft, from: string, to: string, date: Day): Found[] {
  const zone = draft.zone ?? 'Europe/Vilnius'
  const found: Found[] = []
  for (const trip of draft.trips) {
    const service = must(
      draft.services.find((each) => each.id === trip.service),
      'service',
    )
    let span: [number, number] | undefined
    trip.calls.forEach((board, b) => {
      trip.calls.forEach((alight, a) => {
        if (a <= b || board.stop !== from || alight.stop !== to || board.pickup === 1 || alight.dropOff === 1) return
        if (!span || b > span[0] || (b === span[0] && a < span[1])) span = [b, a]
      })
    })
    if (!span) continue
    const [b, a] = span
    const call = must(trip.calls[b], 'call')
    const first = must(trip.calls[0], 'call')
    const firstLeaves = first.at + (first.wait ?? 0)
    const stop = must(
      draft.stops.find((each) => each.id === call.stop),
      'stop',
    )
    const runs = (draft.frequencies ?? []).filter((frequency) => frequency.trip === trip.id)
    const starts = new Set(
      runs.flatMap((f) => Array.from({ length: 400 }, (_, i) => f.start + i * f.headway).filter((s) => s < f.end)),
    )
    for (let d = date - 12; d <= date + 4; d += 1) {
      if (!oracleRuns(service, d)) continue
      for (const start of runs.length > 0 ? starts : [undefined]) {
        const leaves = call.at + (call.wait ?? 0) + (start === undefined ? 0 : start - firstLeaves)
        if (
          oracleDay(oracleInstant(d, leaves, zone), stop.zone ?? zone) !==
          Temporal.PlainDate.from('1970-01-01').add({ days: date }).toString()
        )
          continue
        found.push({ departure: departureIdOf(`t:${trip.id}`, d, start), board: b, alight: a })
      }
    }
  }
  return found.sort((x, y) => (x.departure < y.departure ? -1 : 1))
}

const zones = ['Europe/Vilnius', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Cairo']
const base = must(dayOfText('2026-03-20'), 'day')
const stopNames = ['A', 'B', 'C', 'D']

const call = fc.record({
  stop: fc.constantFrom(...stopNames),
  run: fc.integer({ min: 0, max: hours(20) }),
  wait: fc.constantFrom(0, 0, 60, 600),
  pickup: fc.constantFrom<PickupType>(0, 0, 0, 1, 2, 3),
  dropOff: fc.constantFrom<PickupType>(0, 0, 0, 1, 2, 3),
})

const service = fc.record({
  weekdays: fc.integer({ min: 0, max: 127 }),
  from: fc.integer({ min: -10, max: 10 }),
  length: fc.integer({ min: 0, max: 230 }),
  added: fc.uniqueArray(fc.integer({ min: -15, max: 240 }), { maxLength: 4 }),
  removed: fc.uniqueArray(fc.integer({ min: -15, max: 240 }), { maxLength: 4 }),
})

const feed = fc
  .record({
    zone: fc.constantFrom(...zones),
    stopZones: fc.array(fc.option(fc.constantFrom(...zones)), { minLength: 4, maxLength: 4 }),
    services: fc.array(service, { minLength: 1, maxLength: 3 }),
    trips: fc.array(
      fc.record({
        service: fc.nat(2),
        start: fc.integer({ min: 0, max: hours(30) }),
        calls: fc.array(call, { minLength: 2, maxLength: 6 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    frequency: fc.option(
      fc.record({
        trip: fc.nat(5),
        start: fc.integer({ min: 0, max: hours(28) }),
        length: fc.integer({ min: 1, max: hours(6) }),
        headway: fc.integer({ min: 600, max: 7200 }),
      }),
    ),
  })
  .map(({ zone, stopZones, services, trips, frequency }): FeedDraft => {
    const drafts = services.map(({ weekdays, from, length, added, removed }, i): ServiceDraft => {
      const gone = removed.map((d) => base + d).filter((d) => !added.includes(d - base))
      return {
        id: `s${i}`,
        weekdays,
        from: base + from,
        to: base + from + length,
        added: added.map((d) => base + d),
        removed: gone,
      }
    })
    const made = trips.map(({ service: at, start, calls }, i): TripDraft => {
      let clock = start
      return {
        id: `trip ${i}`,
        service: `s${at % services.length}`,
        calls: calls.map(({ stop, run, wait, pickup, dropOff }, k): CallDraft => {
          if (k > 0) clock += run
          const at = clock
          clock += wait
          return { stop, at, wait, pickup, dropOff }
        }),
      }
    })
    const frequencies = frequency
      ? [
          {
            trip: `trip ${frequency.trip % trips.length}`,
            start: frequency.start,
            end: frequency.start + frequency.length,
            headway: frequency.headway,
            exact: true,
          },
        ]
      : []
    return {
      zone,
      stops: stopNames.map((id, i) => ({ id, zone: stopZones[i] ?? null })),
      services: drafts,
      trips: made,
      frequencies,
    }
  })

test('[TT7] finds exactly the rides a naive walk over all days, trips and pairs of stops finds', () => {
  fc.assert(
    fc.property(
      feed,
      fc.integer({ min: -14, max: 230 }),
      fc.constantFrom(...stopNames),
      fc.constantFrom(...stopNames),
      (draft, offset, from, to) => {
        fc.pre(from !== to)
        const found = searchRides([open(draft)], {
          from: `t:${from}`,
          to: `t:${to}`,
          day: base + offset,
          passengers: 1,
        })
        const plain = found.map((ride) => ({
          departure: ride.departure,
          board: ride.board.index,
          alight: ride.alight.index,
        }))
        expect(plain.sort((x, y) => (x.departure < y.departure ? -1 : 1))).toEqual(
          oracle(draft, from, to, base + offset),
        )
      },
    ),
    { numRuns: 400 },
  )
})

test('[TT7] every ride found is a departure whose calls stand at the ride positions and times', () => {
  fc.assert(
    fc.property(feed, fc.integer({ min: 0, max: 200 }), (draft, offset) => {
      const timetable = open(draft)
      for (const ride of searchRides([timetable], { from: 't:A', to: 't:B', day: base + offset, passengers: 1 })) {
        const departure = must(departureOf([timetable], ride.departure), 'departure')
        const [board, alight] = [departure.calls[ride.board.index], departure.calls[ride.alight.index]]
        expect(board).toMatchObject({ stop: 't:A', departureAt: ride.board.at, pickup: ride.board.arrangement })
        expect(alight).toMatchObject({ stop: 't:B', arrivalAt: ride.alight.at, dropOff: ride.alight.arrangement })
      }
    }),
    { numRuns: 200 },
  )
})
