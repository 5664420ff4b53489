import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { dayOfText } from 'shared/base/time.ts'
import { departuresOn } from 'shared/timetable/departures.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import { searchRides } from 'shared/timetable/search.ts'
import { startTestServer, type TestServer } from '../../testing/server.ts'
import { importGtfs, type Imported } from '../import-gtfs.ts'
import { demoFeed } from './feed.ts'
import { demoSlug, writeDemo } from './write-demo.ts'

const day = (text: string): number => must(dayOfText(text), text)
const start = day('2026-11-24')
let server: TestServer
let imported: Imported
let demo: Timetable
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-demo-'))
  server = await startTestServer()
  await writeDemo(folder, start)
  imported = await importGtfs(server.context, { path: folder, feed: demoSlug })
  await server.context.timetables.refresh()
  demo = must(server.context.timetables.current()[0], 'demo timetable')
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

describe('[TT14] the demo network', () => {
  test('is imported like any other feed, without a single notice', () => {
    expect(imported.report).toMatchObject({ verdict: 'accepted', notices: [] })
  })

  test('is the same, byte for byte, when made from the same date', () => {
    expect([...demoFeed(start)]).toEqual([...demoFeed(start)])
    expect(demoFeed(start + 1).get('calendar.txt')).not.toBe(demoFeed(start).get('calendar.txt'))
  })

  test('has two companies, three dozen places and a dozen lines of several stops', () => {
    expect(demo.agencies.map((agency) => agency.name)).toEqual(['Amber Coaches', 'Night Lynx'])
    expect(demo.places.length).toBeGreaterThanOrEqual(36)
    expect(demo.routes.length).toBeGreaterThanOrEqual(12)
    const long = demo.routes.filter((route) =>
      demo.patterns.some((each) => each.route === route && each.stops.length > 2),
    )
    expect(long.length).toBeGreaterThanOrEqual(12)
  })

  test('runs on every one of the 366 days from its date on', () => {
    for (let date = start; date < start + 366; date += 1) {
      expect(departuresOn([demo], date).length, `day ${date - start}`).toBeGreaterThan(60)
    }
  })

  test('shows every seat map, stations with platforms, night coaches, and fares of the feed and of the tariff', () => {
    expect(new Set(demo.patterns.map((pattern) => pattern.vehicle.seatMap)).size).toBe(4)
    expect(demo.stops.filter((stop) => stop.station)).toHaveLength(6)
    expect(demo.longest).toBeGreaterThan(30 * 3600)
    const price = (from: string, to: string) =>
      searchRides([demo], { from: `demo:${from}`, to: `demo:${to}`, day: start, passengers: 1 })[0]?.price
    expect(price('vilnius', 'kaunas')).toMatchObject({ source: 'feed', money: { currency: 'EUR' } })
    expect(price('tallinn', 'tartu')).toMatchObject({ source: 'tariff' })
  })

  test('runs holidays as weekends, adds coaches on rush days, and rests on Christmas night', () => {
    const ids = (date: string) => departuresOn([demo], day(date)).map((line) => line.trip)
    expect(ids('2027-02-16').filter((trip) => trip.endsWith('-weekdays'))).toEqual([])
    expect(ids('2027-02-16').some((trip) => trip.endsWith('-weekend'))).toBe(true)
    expect(ids('2026-12-22').some((trip) => trip.endsWith('-rush'))).toBe(true)
    expect(ids('2026-11-25').some((trip) => trip.endsWith('-rush'))).toBe(false)
    expect(ids('2026-12-24').filter((trip) => trip.endsWith('2330-nights'))).toEqual([])
  })

  test('takes nobody off where coaches only pick up', () => {
    const rides = (from: string, to: string) =>
      searchRides([demo], { from: `demo:${from}`, to: `demo:${to}`, day: start, passengers: 1 }).filter(
        (ride) => ride.route.id === 'demo:A1',
      )
    expect(rides('vilnius', '~elektrenai-a')).toEqual([])
    expect(rides('~elektrenai-a', 'klaipeda').length).toBeGreaterThan(5)
  })
})
