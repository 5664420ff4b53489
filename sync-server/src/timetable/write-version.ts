import type { FeedSink } from 'shared/timetable/gtfs/feed.ts'
import type { StopTimeRow, TripRow } from 'shared/timetable/gtfs/rows.ts'
import type { SmallTables } from 'shared/timetable/gtfs/tables.ts'
import type { Database, Tx } from '../db/transact.ts'
import { clearVersionTrips } from './sweep.ts'
import * as rows from './store-rows.ts'
import * as versions from './store-versions.ts'

/** Rows of one unit: some milliseconds, so that a booking waits no longer than that for the import. */
const rowsPerUnit = 2000

/** Takes the rows of a feed into a version of its own, in short units. */
export class VersionWriter implements FeedSink {
  /** Id of the version, once it was begun. */
  version: string | null = null
  /** Its rows are to stay. */
  published = false
  readonly #db: Database
  #trips: TripRow[] = []
  #stopTimes: StopTimeRow[] = []

  constructor(db: Database) {
    this.#db = db
  }

  get #of(): string {
    if (this.version === null) throw new Error('Rows came before the version was begun')
    return this.version
  }

  async begin(feed: string): Promise<void> {
    this.version = await this.#db.transact(async (tx) => {
      const newest = await tx.get(versions.newestNumber, { feed })
      const number = (newest?.number ?? 0) + 1
      const id = `${feed}#${number}`
      await tx.run(versions.beginVersion, { id, feed, number, now: tx.now })
      return id
    })
  }

  async putTrips(trips: readonly TripRow[], stopTimes: readonly StopTimeRow[]): Promise<void> {
    for (const trip of trips) this.#trips.push(trip)
    for (const stopTime of stopTimes) this.#stopTimes.push(stopTime)
    if (this.#trips.length + this.#stopTimes.length >= rowsPerUnit) await this.#flushTrips()
  }

  async forgetTrips(): Promise<void> {
    this.#trips = []
    this.#stopTimes = []
    await clearVersionTrips(this.#db, this.#of)
  }

  async putTables(tables: SmallTables): Promise<void> {
    await this.#flushTrips()
    const of = this.#of
    const { info } = tables
    if (info) await this.#db.transact((tx) => tx.run(rows.infos.put, { ...info, of }))
    await this.#putAll(tables.agencies, (tx, row) => tx.run(rows.agencies.put, { ...row, of }))
    await this.#putAll(tables.stops, (tx, row) => tx.run(rows.stops.put, { ...row, of }))
    await this.#putAll(tables.routes, (tx, row) => tx.run(rows.routes.put, { ...row, of }))
    await this.#putAll(tables.services, (tx, row) => tx.run(rows.services.put, { ...row, of }))
    await this.#putAll(tables.exceptions, (tx, { runs, ...row }) =>
      tx.run(rows.exceptions.put, { ...row, runs: runs ? 1 : 0, of }),
    )
    await this.#putAll(tables.frequencies, (tx, { exact, ...row }) =>
      tx.run(rows.frequencies.put, { ...row, exact: exact ? 1 : 0, of }),
    )
    await this.#putAll(tables.fares, (tx, row) => tx.run(rows.fares.put, { ...row, of }))
    await this.#putAll(tables.fareRules, (tx, row, position) => tx.run(rows.fareRules.put, { ...row, position, of }))
    await this.#putAll(tables.vehicles, (tx, { amenities, ...row }, position) =>
      tx.run(rows.vehicles.put, { ...row, amenities: JSON.stringify(amenities), position, of }),
    )
  }

  async #flushTrips(): Promise<void> {
    const [trips, stopTimes, of] = [this.#trips, this.#stopTimes, this.#of]
    this.#trips = []
    this.#stopTimes = []
    await this.#putAll(trips, (tx, { unusable, ...row }) =>
      tx.run(rows.trips.put, { ...row, unusable: unusable ? 1 : 0, of }),
    )
    await this.#putAll(stopTimes, (tx, row) => tx.run(rows.stopTimes.put, storedStopTime(row, of)))
  }

  async #putAll<R>(all: readonly R[], put: (tx: Tx, row: R, position: number) => Promise<number>): Promise<void> {
    for (let at = 0; at < all.length; at += rowsPerUnit) {
      const some = all.slice(at, at + rowsPerUnit)
      // All at once: they run in this order all the same, and on PostgreSQL no row waits for the answer to the one before.
      await this.#db.transact((tx) => Promise.all(some.map((row, i) => put(tx, row, at + i))))
    }
  }
}

/** Written out: nearly all rows of a feed come through here, and a spread costs ten times as much. */
const storedStopTime = (row: StopTimeRow, of: string) => ({
  of,
  trip: row.trip,
  sequence: row.sequence,
  stop: row.stop,
  arrival: row.arrival,
  departure: row.departure,
  approximate: row.approximate ? 1 : 0,
  pickup: row.pickup,
  dropOff: row.dropOff,
  headsign: row.headsign,
  distance: row.distance,
})
