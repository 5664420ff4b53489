import { isoDay } from '../../base/time.ts'
import { readAgencies } from './agencies.ts'
import { readException, readService } from './calendar-rows.ts'
import { Draft, type FeedOptions } from './draft.ts'
import { readFeedInfo, readVehicle } from './extras.ts'
import { readFare, readFareRule } from './fares.ts'
import { type FileName, requiredFiles } from './files.ts'
import { gatherTrips, type TripsSink } from './gather-trips.ts'
import { Complaints, type FeedSummary, type ImportReport, Unreadable } from './report.ts'
import { readRoute } from './routes.ts'
import type { FareRuleRow, VehicleRow } from './rows.ts'
import { serviceDays, shiftOnto, spanOfDays } from './shift.ts'
import type { FeedSource } from './source.ts'
import { joinStations, readStop } from './stops.ts'
import { commonest, nameOf, type SmallTables, tablesOf } from './tables.ts'
import { type Row, rowsOf } from './table.ts'
import { readFrequency, readTrip } from './trips.ts'

/** Where the rows go. Nothing put may be seen by anybody before the report says `accepted`. */
export interface FeedSink extends TripsSink {
  /** The name of the feed is known; rows follow. */
  begin(feed: string): Promise<void>
  putTables(tables: SmallTables): Promise<void>
}

/** Only checks. */
export const nowhere: FeedSink = {
  begin: async () => {},
  putTrips: async () => {},
  forgetTrips: async () => {},
  putTables: async () => {},
}

/** Ends the reading: what is wrong has been noted. */
class Stop extends Error {}

/**
 * Read and check a whole feed by the rules of TT-import.md, handing its rows to `sink`.
 * The feed's own faults are in the report; only what the sink throws is thrown.
 */
export async function readFeed(source: FeedSource, options: FeedOptions, sink: FeedSink): Promise<ImportReport> {
  const complaints = new Complaints()
  const draft = new Draft(options, complaints)
  let summary: FeedSummary | null = null
  try {
    summary = await new Reading(draft, source, sink).run()
  } catch (error) {
    if (error instanceof Unreadable) complaints.add(error.complaint)
    else if (!(error instanceof Stop)) throw error
  }
  const refused = complaints.feedErrors > 0 || (complaints.rowErrors > 0 && !options.skipInvalid)
  const { notices, leftOut } = complaints
  if (refused) return { verdict: 'refused', notices, leftOut: [], summary: null }
  return { verdict: 'accepted', notices, leftOut, summary }
}

class Reading {
  readonly #draft: Draft
  readonly #source: FeedSource
  readonly #sink: FeedSink
  readonly #rows: Record<string, number> = {}
  #approximate = 0
  #unusable = 0
  #usable = 0

  constructor(draft: Draft, source: FeedSource, sink: FeedSink) {
    this.#draft = draft
    this.#source = source
    this.#sink = sink
  }

  async run(): Promise<FeedSummary> {
    const draft = this.#draft
    this.#checkFiles()
    const agencies: Row[] = []
    await this.#each('agency.txt', (row) => agencies.push(row))
    readAgencies(draft, agencies)
    this.#stopIfBroken()
    await this.#sink.begin(draft.slug)
    await this.#each('feed_info.txt', (row) => readFeedInfo(draft, row))
    await this.#each('stops.txt', (row) => readStop(draft, row))
    joinStations(draft)
    await this.#each('routes.txt', (row) => readRoute(draft, row))
    await this.#each('calendar.txt', (row) => readService(draft, row))
    await this.#each('calendar_dates.txt', (row) => readException(draft, row))
    if (!this.#rows['calendar.txt'] && !this.#rows['calendar_dates.txt'])
      draft.complaints.add({ code: 'missing_calendar_and_calendar_date_files', detail: 'they have no rows' })
    await this.#each('trips.txt', (row) => readTrip(draft, row))
    await this.#each('frequencies.txt', (row) => readFrequency(draft, row))
    await this.#stopTimes()
    await this.#each('fare_attributes.txt', (row) => readFare(draft, row))
    const fareRules: FareRuleRow[] = []
    await this.#each('fare_rules.txt', (row) => keep(fareRules, readFareRule(draft, row)))
    const vehicles: VehicleRow[] = []
    await this.#each('wayfare_vehicles.txt', (row) => keep(vehicles, readVehicle(draft, row)))
    return this.#finish(fareRules, vehicles)
  }

  #checkFiles(): void {
    const { files, complaints } = this.#source
    for (const complaint of complaints) this.#draft.complaints.add(complaint)
    for (const file of requiredFiles.filter((f) => !files.includes(f)))
      this.#draft.complaints.add({ code: 'missing_required_file', file })
    if (!files.includes('calendar.txt') && !files.includes('calendar_dates.txt'))
      this.#draft.complaints.add({ code: 'missing_calendar_and_calendar_date_files' })
    this.#stopIfBroken()
  }

  /** What makes all further checks pointless or noisy ends the reading. */
  #stopIfBroken(): void {
    if (this.#draft.complaints.feedErrors > 0) throw new Stop()
  }

  get #writing(): boolean {
    const { feedErrors, rowErrors } = this.#draft.complaints
    return feedErrors === 0 && (rowErrors === 0 || this.#draft.options.skipInvalid)
  }

  async #each(file: FileName, take: (row: Row) => void): Promise<void> {
    if (!this.#source.files.includes(file)) return
    let count = 0
    for await (const rows of rowsOf(this.#source, file, this.#draft.complaints)) {
      for (const row of rows) take(row)
      count += rows.length
    }
    this.#counted(file, count)
  }

  #counted(file: FileName, count: number): void {
    this.#rows[file] = count
    this.#stopIfBroken()
    if (count === 0 && requiredFiles.includes(file)) this.#draft.complaints.add({ code: 'empty_file', file })
    this.#stopIfBroken()
  }

  async #stopTimes(): Promise<void> {
    const { complaints, trips } = this.#draft
    const sink: TripsSink = {
      putTrips: async (rows, stopTimes) => {
        this.#usable += rows.filter((trip) => !trip.unusable).length
        for (const stopTime of stopTimes) if (stopTime.approximate) this.#approximate += 1
        if (this.#writing) await this.#sink.putTrips(rows, stopTimes)
      },
      forgetTrips: async () => {
        this.#usable = this.#approximate = 0
        if (this.#writing) await this.#sink.forgetTrips()
      },
    }
    this.#counted('stop_times.txt', await gatherTrips(this.#draft, this.#source, sink))
    const unused = []
    for (const [id, trip] of trips.entries()) {
      if (trip.state === 'faulty') trips.drop(id, complaints)
      if (trip.state !== 'waiting') continue
      complaints.add({ code: 'unused_trip', file: 'trips.txt', field: 'trip_id', value: id })
      trip.row.unusable = true
      unused.push(trip.row)
    }
    if (unused.length > 0) await sink.putTrips(unused, [])
    this.#unusable = trips.size - this.#usable
    if (this.#usable === 0) complaints.add({ code: 'no_usable_trips', file: 'stop_times.txt' })
  }

  async #finish(fareRules: readonly FareRuleRow[], vehicles: VehicleRow[]): Promise<FeedSummary> {
    const draft = this.#draft
    const { options, slug } = draft
    const days = serviceDays([...draft.services.values()])
    const shift = options.shiftTo === null ? 0 : shiftOnto(days, options.shiftTo)
    const span = spanOfDays(days)
    const [from, to] = span ? [span.from + shift, span.to + shift] : [null, null]
    if (to === null || to < options.today)
      draft.complaints.add({
        code: 'expired_calendar',
        file: 'calendar.txt',
        value: to === null ? 'never' : isoDay(to),
      })
    const tables = tablesOf(draft, shift, fareRules, vehicles)
    if (this.#writing) await this.#sink.putTables(tables)
    return {
      feed: slug,
      name: nameOf(tables, slug),
      zone: tables.agencies[0]?.zone ?? 'UTC',
      currency: options.currency ?? commonest(tables.fares.map((fare) => fare.currency)) ?? 'EUR',
      from,
      to,
      shiftedDays: shift,
      rows: this.#rows,
      unusableTrips: this.#unusable,
      approximateStopTimes: this.#approximate,
    }
  }
}

function keep<T>(list: T[], item: T | null): void {
  if (item !== null) list.push(item)
}
