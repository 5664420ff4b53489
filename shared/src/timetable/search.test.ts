import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import type { Day } from '../base/instants.ts'
import { must } from '../base/result.ts'
import { dayOfText, isoText, weekdayOf } from '../base/time.ts'
import { feedRowsOf, type CallDraft, type FeedDraft, type ServiceDraft, type TripDraft } from '../testing/feed-rows.ts'
import { buildPack } from './build-pack.ts'
import { departureIdOf } from './departure-id.ts'
import { departureOf, departuresOn } from './departures.ts'
import { openPack, type Timetable } from './pack.ts'
import { nextDayWithRides, searchRides } from './search.ts'
import type { PickupType } from './timetable.ts'

const day = (text: string): Day => must(dayOfText(text), text)
const hours = (h: number, m = 0): number => h * 3600 + m * 60
const daily = (from: string, to: string): ServiceDraft => ({ id: 'daily', weekdays: 127, from: day(from), to: day(to) })
const open = (draft: FeedDraft): Timetable => openPack(JSON.stringify(buildPack(feedRowsOf(draft), { source: 'test' })))
const stops = (...ids: string[]) => ids.map((id) => ({ id }))
const asked = (from: string, to: string, date: string) => ({
  from: `t:${from}`,
  to: `t:${to}`,
  day: day(date),
  passengers: 1,
})

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
const base = day('2026-03-20')
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

describe('searching', () => {
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

  const night: FeedDraft = {
    stops: stops('A', 'B', 'C'),
    services: [daily('2026-03-01', '2026-11-30')],
    trips: [
      {
        id: 'night',
        service: 'daily',
        calls: [
          { stop: 'A', at: hours(23, 30) },
          { stop: 'B', at: hours(26, 30) },
          { stop: 'C', at: hours(30) },
        ],
      },
      {
        id: 'early',
        service: 'daily',
        calls: [
          { stop: 'A', at: hours(0, 15) },
          { stop: 'C', at: hours(2) },
        ],
      },
    ],
  }

  test('[TT7] a coach that passes after midnight is found on the day people board it', () => {
    const timetable = open(night)
    const [ride] = searchRides([timetable], asked('B', 'C', '2026-11-25'))
    expect(ride?.departure).toBe('t:night@20261124')
    expect(isoText(must(ride, 'ride').board.at, 'Europe/Vilnius')).toBe('2026-11-25T02:30:00+02:00')
  })

  test('[TT7] on the night clocks go forward, 00:15 of the service date is 23:15 of the day before', () => {
    const rides = searchRides([open(night)], asked('A', 'C', '2026-03-28'))
    expect(rides.map((ride) => ride.departure)).toEqual(['t:early@20260328', 't:early@20260329', 't:night@20260328'])
    expect(searchRides([open(night)], asked('A', 'C', '2026-03-29')).map((ride) => ride.departure)).toEqual([
      't:night@20260329',
    ])
  })

  test('[TT8] a loop gives one ride: latest boarding, then earliest alighting', () => {
    const calls = ['A', 'B', 'A', 'C', 'B', 'A', 'B'].map((stop, i) => ({ stop, at: hours(8, i * 10) }))
    const timetable = open({
      stops: stops('A', 'B', 'C'),
      services: [daily('2026-01-01', '2026-12-31')],
      trips: [{ id: 'loop', service: 'daily', calls }],
    })
    const spans = (from: string, to: string) =>
      searchRides([timetable], asked(from, to, '2026-06-01')).map((ride) => [ride.board.index, ride.alight.index])
    expect(spans('A', 'B')).toEqual([[5, 6]])
    expect(spans('A', 'C')).toEqual([[2, 3]])
    expect(spans('C', 'A')).toEqual([[3, 5]])
    expect(spans('B', 'C')).toEqual([[1, 3]])
  })

  test('[TT8] nobody boards or alights where the feed says no; on request is said with the ride', () => {
    const calls: CallDraft[] = [
      { stop: 'A', at: hours(8), pickup: 2 },
      { stop: 'B', at: hours(9), pickup: 1 },
      { stop: 'C', at: hours(10), dropOff: 1 },
      { stop: 'D', at: hours(11), dropOff: 3 },
    ]
    const timetable = open({
      stops: stops('A', 'B', 'C', 'D'),
      services: [daily('2026-01-01', '2026-12-31')],
      trips: [{ id: 'x', service: 'daily', calls }],
    })
    const rides = (from: string, to: string) => searchRides([timetable], asked(from, to, '2026-06-01'))
    expect(rides('B', 'D')).toEqual([])
    expect(rides('A', 'C')).toEqual([])
    expect(rides('A', 'D')[0]).toMatchObject({ board: { arrangement: 2 }, alight: { arrangement: 3 }, via: ['B', 'C'] })
  })

  test('[TT9] runs of an exact frequency are departures named by their start; others are one line of every n minutes', () => {
    const calls = [
      { stop: 'A', at: 0 },
      { stop: 'B', at: 1800 },
    ]
    const timetable = open({
      stops: stops('A', 'B'),
      services: [daily('2026-01-01', '2026-12-31')],
      trips: [
        { id: 'exact', service: 'daily', calls },
        { id: 'often', service: 'daily', calls },
      ],
      frequencies: [
        { trip: 'exact', start: hours(7), end: hours(8), headway: 1200, exact: true },
        { trip: 'often', start: hours(22), end: hours(26), headway: 900, exact: false },
      ],
    })
    const rides = searchRides([timetable], asked('A', 'B', '2026-06-02'))
    expect(rides.map((ride) => ride.departure)).toEqual([
      't:often@20260601T220000',
      't:exact@20260602T070000',
      't:exact@20260602T072000',
      't:exact@20260602T074000',
      't:often@20260602T220000',
    ])
    const texts = rides.map((ride) => [
      isoText(ride.board.at, ride.board.zone).slice(11, 16),
      ride.everyMinutes,
      ride.everyUntil && isoText(ride.everyUntil, ride.board.zone).slice(11, 16),
    ])
    expect(texts[0]).toEqual(['00:00', 15, '01:45'])
    expect(texts[4]).toEqual(['22:00', 15, '23:45'])
    expect(departureOf([timetable], 't:exact@20260602T072000')?.calls[1]?.arrival).toBe(hours(7, 50))
    expect(departureOf([timetable], 't:exact@20260602T072500')).toBeUndefined()
    expect(departureOf([timetable], 't:exact@20260602')).toBeUndefined()
    expect(departureOf([timetable], 't:often@20260602T220000')?.everyMinutes).toBe(15)
  })

  test('[TT7] a party larger than the vehicle is not offered it', () => {
    const trips = [
      {
        id: 'small',
        service: 'daily',
        calls: [
          { stop: 'A', at: 0 },
          { stop: 'B', at: 60 },
        ],
      },
    ]
    const vehicles = [{ trip: 't:small', route: null, seatMap: 'minibus-2+1-19', amenities: [] }]
    const timetable = open({ stops: stops('A', 'B'), services: [daily('2026-01-01', '2026-12-31')], trips, vehicles })
    const query = asked('A', 'B', '2026-06-01')
    expect(searchRides([timetable], { ...query, passengers: 19 })).toHaveLength(1)
    expect(searchRides([timetable], { ...query, passengers: 20 })).toEqual([])
  })

  test('[TT7] the next day with rides is named with its first ride, within as many days as asked', () => {
    const sundays = { id: 'sun', weekdays: 1 << 6, from: day('2026-01-01'), to: day('2026-12-31') }
    const timetable = open({
      stops: stops('A', 'B'),
      services: [sundays],
      trips: [
        {
          id: 'x',
          service: 'sun',
          calls: [
            { stop: 'A', at: hours(9) },
            { stop: 'B', at: hours(10) },
          ],
        },
      ],
    })
    const query = { from: 't:A', to: 't:B', after: day('2026-11-22') }
    expect(nextDayWithRides([timetable], { ...query, within: 7 })).toMatchObject({
      day: day('2026-11-29'),
      first: { departure: 't:x@20261129' },
    })
    expect(nextDayWithRides([timetable], { ...query, within: 6 })).toBeUndefined()
  })
})

describe('the list of departures of a day', () => {
  test('[TT10] holds what leaves its first stop on the local date, by time, and of one agency when asked', () => {
    const timetable = open({
      stops: stops('A', 'B'),
      services: [daily('2026-03-01', '2026-11-30')],
      trips: [
        {
          id: 'late',
          service: 'daily',
          calls: [
            { stop: 'A', at: hours(25) },
            { stop: 'B', at: hours(27) },
          ],
        },
        {
          id: 'noon',
          service: 'daily',
          calls: [
            { stop: 'A', at: hours(12) },
            { stop: 'B', at: hours(13) },
          ],
        },
      ],
    })
    const list = departuresOn([timetable], day('2026-06-10'))
    expect(list.map((line) => line.id)).toEqual(['t:late@20260609', 't:noon@20260610'])
    expect(list[0]).toMatchObject({ first: { name: 'A' }, last: { name: 'B' }, headsign: 'B' })
    expect(departuresOn([timetable], day('2026-06-10'), 't:a')).toHaveLength(2)
    expect(departuresOn([timetable], day('2026-06-10'), 't:other')).toEqual([])
  })
})
