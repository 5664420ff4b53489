import { describe, expect, test } from 'vitest'
import type { Day } from '../base/instants.ts'
import { must } from '../base/result.ts'
import { dayOfText, isoText } from '../base/time.ts'
import { type CallDraft, type FeedDraft, feedRowsOf, type ServiceDraft } from '../testing/feed-rows.ts'
import { buildPack } from './build-pack.ts'
import { departureOf, departuresOn } from './departures.ts'
import { openPack, type Timetable } from './pack.ts'
import { nextDayWithRides, searchRides } from './search.ts'

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

describe('searching', () => {
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

  test('[TT6] [TT8] a loop gives one ride: latest boarding, then earliest alighting', () => {
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
