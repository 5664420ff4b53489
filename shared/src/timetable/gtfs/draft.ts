import type { Day } from '../../base/instants.ts'
import type { FileName } from './files.ts'
import type { Complaints } from './report.ts'
import type { AgencyRow, FareRow, FeedInfoRow, FrequencyRow, RouteRow, StopRow, TripRow } from './rows.ts'
import type { Row } from './table.ts'

/** What a row can refer to: things by the id they have in the feed, and the ids of those that were faulty. */
export class Known<T> {
  readonly #found = new Map<string, T>()
  readonly #broken = new Set<string>()
  readonly file: FileName
  constructor(file: FileName) {
    this.file = file
  }

  /** Takes a thing in, unless its row is bad or its id is taken. */
  add(row: Row, field: string, id: string, thing: T): boolean {
    if (this.#found.has(id)) row.complain('duplicate_key', { field, value: id })
    if (row.bad) {
      if (!this.#found.has(id)) this.#broken.add(id)
      row.table.complaints.leaveOut(this.file, id)
      return false
    }
    this.#found.set(id, thing)
    return true
  }

  /** Take a thing out again because of what was found later. */
  drop(id: string, complaints: Complaints): void {
    if (!this.#found.delete(id)) return
    this.#broken.add(id)
    complaints.leaveOut(this.file, id)
  }

  /** Follow a reference. One to a faulty thing makes the row bad without a complaint of its own. */
  resolve(row: Row, field: string, id: string): T | null {
    const found = this.#found.get(id)
    if (found !== undefined) return found
    if (this.#broken.has(id)) row.bad = true
    else row.complain('foreign_key_violation', { field, value: id, detail: `not in ${this.file}` })
    return null
  }

  get(id: string): T | undefined {
    return this.#found.get(id)
  }

  get size(): number {
    return this.#found.size
  }

  entries(): IterableIterator<[string, T]> {
    return this.#found.entries()
  }

  values(): IterableIterator<T> {
    return this.#found.values()
  }
}

export interface ServiceDraft {
  readonly id: string
  weekdays: number
  from: Day
  to: Day
  /** False when only calendar_dates.txt names it. */
  readonly weekly: boolean
  readonly exceptions: Map<Day, boolean>
  trips: number
}

export interface TripDraft {
  readonly row: TripRow
  readonly frequencies: FrequencyRow[]
  /** `settled` once its stop times were seen to their end, `faulty` when they cannot be used. */
  state: 'waiting' | 'settled' | 'faulty'
}

export interface FeedOptions {
  /** Name of the feed; null takes it from the only agency. */
  readonly feed: string | null
  readonly currency: string | null
  readonly skipInvalid: boolean
  /** Bring the busiest week onto the week of this day. */
  readonly shiftTo: Day | null
  /** Today, for the notice that a feed has expired. */
  readonly today: Day
  readonly seatMaps: ReadonlySet<string>
  /** Stop times held at once when the rows of trips are scattered; 200,000 when not given. */
  readonly heldAtOnce?: number
}

/** A feed while it is read: everything but stop times stays in memory for the checks of references. */
export class Draft {
  readonly options: FeedOptions
  readonly complaints: Complaints
  slug = ''
  info: FeedInfoRow | null = null
  readonly agencies = new Known<AgencyRow>('agency.txt')
  readonly stops = new Known<StopRow>('stops.txt')
  readonly zones = new Set<string>()
  /** Rows of stops whose parent_station is still to be joined. */
  readonly parents = new Map<string, Row>()
  readonly routes = new Known<RouteRow>('routes.txt')
  readonly services = new Known<ServiceDraft>('calendar.txt')
  readonly trips = new Known<TripDraft>('trips.txt')
  readonly fares = new Known<FareRow>('fare_attributes.txt')

  constructor(options: FeedOptions, complaints: Complaints) {
    this.options = options
    this.complaints = complaints
  }

  /** `<feed>:<id in the feed>` */
  id(inFeed: string): string {
    return `${this.slug}:${inFeed}`
  }
}
