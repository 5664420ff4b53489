import { describe, expect, test } from 'vitest'
import { must } from '../base/result.ts'
import { dayOfText } from '../base/time.ts'
import { feedRowsOf, type FeedDraft } from '../testing/feed-rows.ts'
import { buildPack } from './build-pack.ts'
import { departureOf } from './departures.ts'
import { openPack, UnreadablePack } from './pack.ts'
import { packVersion } from './pack-format.ts'

const day = (text: string): number => must(dayOfText(text), text)
const draft: FeedDraft = {
  stops: [
    { id: 'st', name: 'Central', locationType: 1, lat: 54.7, lon: 25.3 },
    { id: '1', name: 'Central', parent: 'st', platform: '7', lat: 54.70012, lon: 25.30034, zoneId: 'Z1' },
    { id: '007', name: 'Žalgiris', lat: 54.123456, lon: -25.987654, zone: 'Europe/Warsaw' },
    { id: 'unused, stop', name: 'Nowhere' },
    { id: 'door', name: 'Entrance', locationType: 2, parent: 'st' },
  ],
  services: [
    {
      id: 'week',
      weekdays: 31,
      from: day('2026-01-05'),
      to: day('2026-12-27'),
      removed: [day('2026-01-05')],
      added: [day('2027-01-02')],
    },
  ],
  trips: [
    {
      id: '__proto__',
      service: 'week',
      headsign: 'North',
      calls: [
        { stop: '1', at: 28_801, wait: 59 },
        { stop: '007', at: 30_000, wait: 61, approximate: true },
      ],
    },
    {
      id: 'x@20260101',
      service: 'week',
      calls: [
        { stop: '007', at: 90_000 },
        { stop: '1', at: 95_000 },
      ],
    },
    { id: 'short', service: 'week', unusable: true, calls: [{ stop: '1', at: 0 }] },
  ],
  vehicles: [
    { trip: null, route: 't:r', seatMap: 'vip-2+1-30', amenities: ['wifi', 'toilet'] },
    { trip: 't:x@20260101', route: null, seatMap: 'minibus-2+1-19', amenities: [] },
  ],
}
const pack = buildPack(feedRowsOf(draft), { source: 'abc', name: 'Test' })
const text = JSON.stringify(pack)

describe('[TT12] a pack', () => {
  const timetable = openPack(text)

  test('is opened from bytes, text or JSON alike', () => {
    const bytes = new TextEncoder().encode(text)
    expect(openPack(bytes).stops).toEqual(timetable.stops)
    expect(openPack(JSON.parse(text)).stops).toEqual(timetable.stops)
  })

  test('is the same, byte for byte, for the same rows', () => {
    expect(JSON.stringify(buildPack(feedRowsOf(draft), { source: 'abc', name: 'Test' }))).toBe(text)
  })

  test('says what it is of and how long it is good for: first and last day with service', () => {
    expect(timetable).toMatchObject({ feed: 't', source: 'abc', name: 'Test', currency: 'EUR', zone: 'Europe/Vilnius' })
    expect([timetable.validFrom, timetable.validTo]).toEqual([day('2026-01-06'), day('2027-01-02')])
    expect(timetable.longest).toBe(95_000)
  })

  test('gives back every call with its seconds, stop, platform and zone', () => {
    const departure = must(departureOf([timetable], 't:__proto__@20260106'), 'departure')
    expect(departure).toMatchObject({ headsign: 'North', seatMap: 'vip-2+1-30', amenities: ['wifi', 'toilet'] })
    expect(departure.calls).toMatchObject([
      {
        stop: 't:1',
        name: 'Central',
        platform: '7',
        place: 't:st',
        arrival: 28_801,
        departure: 28_860,
        zone: 'Europe/Vilnius',
        approximate: false,
      },
      {
        stop: 't:007',
        name: 'Žalgiris',
        lat: 54.12346,
        lon: -25.98765,
        arrival: 30_000,
        departure: 30_061,
        zone: 'Europe/Warsaw',
        approximate: true,
      },
    ])
  })

  test('[TT16] keeps the vehicle of a trip before that of its route, and names the last stop where no headsign is given', () => {
    const departure = must(departureOf([timetable], 't:x@20260101@20260106'), 'departure')
    expect(departure).toMatchObject({ seatMap: 'minibus-2+1-19', amenities: [], headsign: 'Central' })
    expect(departure.calls.map((call) => call.arrival)).toEqual([90_000, 95_000])
  })

  test('leaves out unusable trips and knows no departure on a day without service', () => {
    expect(departureOf([timetable], 't:short@20260106')).toBeUndefined()
    expect(departureOf([timetable], 't:__proto__@20260105')).toBeUndefined()
    expect(departureOf([timetable], 't:__proto__@20260110')).toBeUndefined()
    expect(departureOf([timetable], 't:__proto__@20270102')).toBeDefined()
    expect(departureOf([timetable], 'other:__proto__@20260106')).toBeUndefined()
    expect(departureOf([], 't:__proto__@20260106')).toBeUndefined()
  })
})

describe('[TT13] a pack that cannot be used is refused with what to do', () => {
  const reasonOf = (input: unknown): string => {
    try {
      openPack(input)
      return 'opened'
    } catch (error) {
      if (!(error instanceof UnreadablePack)) throw error
      return error.reason
    }
  }

  test('of a version this app does not know: update the app', () => {
    const next = { ...pack, version: packVersion + 1 }
    expect(reasonOf(next)).toBe('version')
    expect(() => openPack(next)).toThrow('Update the app')
  })

  test.each([
    ['no JSON', '{"format":'],
    ['the page of a captive portal', '<html>'],
    ['nothing', null],
    ['a list', []],
    ['other JSON', { version: 1 }],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0])],
  ])('%s', (_, input) => {
    expect(reasonOf(input)).toBe('broken')
  })

  const damaged: [string, unknown][] = [
    ['a column cut short', { ...pack, stops: { ...pack.stops, name: pack.stops.name.slice(1) } }],
    [
      'a stop of a pattern that is not there',
      {
        ...pack,
        patterns: {
          ...pack.patterns,
          stops: [
            [0, 99],
            [0, 1],
          ],
        },
      },
    ],
    ['a service that is not there', { ...pack, services: [] }],
    ['a half number', { ...pack, trips: { ...pack.trips, start: [0.5, 1] } }],
    ['fewer trips than the patterns say', { ...pack, trips: { ...pack.trips, perPattern: [1, 2] } }],
    ['times for another number of stops', { ...pack, timings: { ...pack.timings, runs: [[1, 2], [1]] } }],
    ['a timing that is not there', { ...pack, trips: { ...pack.trips, timing: [0, 7] } }],
    ['a vehicle that is not there', { ...pack, vehicles: [] }],
    ['no agencies', { ...pack, agencies: [] }],
    ['a fare of a rule that is not there', { ...pack, fareRules: [{ fare: 3 }] }],
    ['a frequency without headway', { ...pack, frequencies: [{ trip: 0, start: 0, end: 9, headway: 0, exact: true }] }],
    ['a text for the currency missing', { ...pack, currency: 5 }],
  ]
  test.each(damaged)('%s', (_, input) => {
    expect(reasonOf(JSON.stringify(input))).toBe('broken')
  })

  test('no part of it may be missing', () => {
    for (const key of Object.keys(pack))
      expect([key, reasonOf({ ...pack, [key]: undefined })]).toEqual([key, key === 'version' ? 'version' : 'broken'])
  })
})
