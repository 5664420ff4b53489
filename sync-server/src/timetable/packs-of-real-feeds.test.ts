import { brotliCompressSync, constants } from 'node:zlib'
import { must } from 'shared/base/result.ts'
import { isoDay } from 'shared/base/time.ts'
import { buildPack } from 'shared/timetable/build-pack.ts'
import { departureIdOf } from 'shared/timetable/departure-id.ts'
import { departureOf } from 'shared/timetable/departures.ts'
import type { StopTimeRow } from 'shared/timetable/gtfs/rows.ts'
import { openPack } from 'shared/timetable/pack.ts'
import { runsOfTrip } from 'shared/timetable/runs.ts'
import { nextDayWithRides, searchRides } from 'shared/timetable/search.ts'
import { expect } from 'vitest'
import { testOnData } from '../testing/feed-data.ts'
import { feedData } from '../testing/feed-folder.ts'
import { readRows, type Rows } from '../testing/read-rows.ts'

const read = new Map<string, Promise<Rows>>()

function rowsOf(name: string): Promise<Rows> {
  const known = read.get(name) ?? readRows(feedData(name))
  read.set(name, known)
  return known
}

/** Reading 445,000 stop times takes a while on a busy machine. */
const patience = 300_000

/** Most bytes of the pack in brotli: a little above what was measured. */
const feeds = [
  ['vilnius-lt-2015', 65_000],
  ['flixbus-de-2014', 26_000],
  ['caltrain-us-2016', 8_000],
  ['kapnos-cy-2025', 3_500],
  ['p2p-manila-2016', 3_500],
] as const

for (const [name, bytes] of feeds) {
  testOnData(
    `gtfs/${name}.zip`,
    `[TT12] the pack of ${name} gives back every stop time and is small`,
    async () => {
      const rows = await rowsOf(`gtfs/${name}.zip`)
      const text = JSON.stringify(buildPack(rows, { source: 'test' }))
      const size = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }).length
      expect(size).toBeLessThan(bytes)
      const timetable = openPack(text)

      const byTrip = new Map<string, StopTimeRow[]>(rows.stopTimes.map((row) => [row.trip, []]))
      for (const row of rows.stopTimes) byTrip.get(row.trip)?.push(row)
      const usable = [...rows.trips].filter((trip) => !trip.unusable)
      expect(timetable.trips.count).toBe(usable.length)
      const { trips, timings, patterns, stops } = timetable
      const wrong: string[] = []
      for (let trip = 0; trip < trips.count; trip += 1) {
        const id = `x:${trips.ids.at(trip)}`
        const pattern = must(patterns[trips.pattern[trip] ?? -1], 'pattern')
        const offset = timings.offset[trips.timing[trip] ?? -1] ?? -1
        const start = trips.start[trip] ?? -1
        const calls = byTrip.get(id) ?? []
        const same = calls.every(
          (row, i) =>
            stops[pattern.stops[i] ?? -1]?.id === row.stop &&
            start + (timings.arrival[offset + i] ?? -1) === row.arrival &&
            start + (timings.departure[offset + i] ?? -1) === row.departure &&
            pattern.pickup[i] === row.pickup &&
            pattern.dropOff[i] === row.dropOff,
        )
        if (!same || calls.length !== pattern.stops.length) wrong.push(id)
      }
      expect(wrong).toEqual([])
    },
    patience,
  )

  testOnData(
    `gtfs/${name}.zip`,
    `[TT7] in ${name} rides are found between the busiest places and open as departures`,
    async () => {
      const timetable = openPack(buildPack(await rowsOf(`gtfs/${name}.zip`), { source: 'test' }))
      const pattern = must(
        timetable.patterns.reduce((a, b) => (b.endTrip - b.firstTrip > a.endTrip - a.firstTrip ? b : a)),
        'busiest pattern',
      )
      const placeAt = (index: number) =>
        must(timetable.places[timetable.stops[pattern.stops.at(index) ?? -1]?.place ?? -1], 'place').id
      const query = { from: placeAt(0), to: placeAt(-1), after: timetable.validFrom - 1, within: 1600 }
      const found = must(nextDayWithRides([timetable], query), 'a day with rides')
      const rides = searchRides([timetable], { ...query, day: found.day, passengers: 1 })
      expect(rides[0]).toEqual(found.first)
      for (const ride of rides) {
        const departure = must(departureOf([timetable], ride.departure), `departure ${ride.departure}`)
        expect(departure.calls[ride.board.index]).toMatchObject({ stop: ride.board.stop, departureAt: ride.board.at })
        expect(ride.price.money.amount).toBeGreaterThan(0)
        expect(ride.price.money.currency).toBe(timetable.currency)
      }
      const trip = pattern.firstTrip
      const run = must(runsOfTrip(timetable, trip)[0], 'run')
      const id = departureIdOf(`x:${timetable.trips.ids.at(trip)}`, found.day - 4000, run.named ? run.start : undefined)
      expect([isoDay(found.day - 4000), departureOf([timetable], id)]).toEqual([isoDay(found.day - 4000), undefined])
    },
    patience,
  )
}
