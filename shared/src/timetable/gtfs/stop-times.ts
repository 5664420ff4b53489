import type { StopRow, StopTimeRow } from './rows.ts'
import type { Draft, TripDraft } from './draft.ts'
import { interpolate } from './interpolate.ts'
import type { Row } from './table.ts'
import { clock, longestTime } from './times.ts'

/** A row of stop_times.txt while its trip is gathered. */
export interface StopTimeDraft {
  readonly row: Row
  readonly stop: StopRow
  readonly sequence: number
  arrival: number | null
  departure: number | null
  readonly approximate: boolean
  readonly pickup: 0 | 1 | 2 | 3
  readonly dropOff: 0 | 1 | 2 | 3
  readonly headsign: string | null
  readonly distance: number | null
  readonly lat: number
  readonly lon: number
}

/** One row, without a look at its neighbours; null when it cannot be used. */
export function readStopTime(draft: Draft, row: Row): StopTimeDraft | null {
  const stop = draft.stops.resolve(row, 'stop_id', row.required('stop_id'))
  if (stop && stop.locationType !== 0)
    row.complain('location_with_unexpected_stop_time', { field: 'stop_id', value: row.text('stop_id') })
  const sequence = row.required('stop_sequence') && row.integer('stop_sequence', { min: 0, max: 1e9 })
  const arrival = row.time('arrival_time')
  const departure = row.time('departure_time')
  if (arrival !== null && departure !== null && departure < arrival)
    row.complain('start_and_end_range_out_of_order', {
      field: 'departure_time',
      value: clock(departure),
      detail: `arrival_time is ${clock(arrival)}`,
    })
  const distance = row.decimal('shape_dist_traveled', { min: 0, max: 1e9 })
  const pickup = row.lenient('pickup_type', [0, 1, 2, 3], 0, 1)
  const dropOff = row.lenient('drop_off_type', [0, 1, 2, 3], 0, 1)
  const approximate = row.lenient('timepoint', [0, 1], 1, 0) === 0
  const headsign = row.optional('stop_headsign')
  if (row.bad || !stop || typeof sequence !== 'number') return null
  if ((arrival === null) !== (departure === null))
    row.remark(
      'stop_time_with_only_arrival_or_departure_time',
      arrival === null ? 'arrival_time' : 'departure_time',
      '',
    )
  const { lat, lon } = stop
  const times = { arrival: arrival ?? departure, departure: departure ?? arrival }
  return { row, stop, sequence, ...times, approximate, pickup, dropOff, headsign, distance, lat, lon }
}

/**
 * All rows of one trip together: their order, edges and times. Missing times between are filled in.
 * A trip that GTFS forbids makes `row.bad`; one that cannot be sold or shown is marked `unusable`.
 * @returns the rows by sequence, or null when the trip is faulty
 */
export function settleTrip(trip: TripDraft, drafts: StopTimeDraft[]): StopTimeRow[] | null {
  drafts.sort((a, b) => a.sequence - b.sequence)
  const usable = drafts.length > 1
  checkOrder(trip, drafts)
  if (drafts.some((d) => d.row.bad)) return null
  const first = drafts[0]
  if (!usable && first) {
    first.row.remark('unusable_trip', 'trip_id', first.row.text('trip_id'))
    trip.row.unusable = true
  }
  const measured = withoutBrokenDistances(drafts)
  const filled = interpolate(measured)
  const last = measured.at(-1)
  if (last && (last.departure ?? 0) > longestTime) {
    last.row.remark(
      'impl_time_beyond_days',
      'departure_time',
      clock(last.departure ?? 0),
      `trip ${last.row.text('trip_id')}`,
    )
    trip.row.unusable = true
  }
  return measured.map((d, i) => ({
    trip: trip.row.id,
    sequence: d.sequence,
    stop: d.stop.id,
    arrival: d.arrival ?? 0,
    departure: d.departure ?? 0,
    approximate: d.approximate || filled.has(i),
    pickup: d.pickup,
    dropOff: d.dropOff,
    headsign: d.headsign,
    distance: d.distance,
  }))
}

function checkOrder(trip: TripDraft, drafts: readonly StopTimeDraft[]): void {
  let sequence = -1
  let left: number | null = null
  drafts.forEach((d, i) => {
    if (d.sequence === sequence)
      d.row.complain('duplicate_key', {
        field: 'stop_sequence',
        value: String(sequence),
        detail: `trip ${d.row.text('trip_id')}`,
      })
    sequence = d.sequence
    const edge = i === 0 || i === drafts.length - 1
    if (d.arrival === null || d.departure === null) {
      // A trip of one stop is of no use with or without its time.
      if (edge && drafts.length > 1)
        d.row.complain('missing_trip_edge', { field: 'arrival_time', detail: `trip ${trip.row.id}` })
      return
    }
    if (left !== null && d.arrival < left)
      d.row.complain('stop_time_with_arrival_before_previous_departure_time', {
        field: 'arrival_time',
        value: clock(d.arrival),
        detail: `the stop before is left at ${clock(left)}`,
      })
    left = d.departure
  })
}

/** Distances that go backwards are worth nothing: the whole trip is then measured on the map. */
function withoutBrokenDistances(drafts: StopTimeDraft[]): StopTimeDraft[] {
  let reached = 0
  for (const d of drafts) {
    if (d.distance !== null && d.distance < reached) {
      d.row.remark('decreasing_stop_time_distance', 'shape_dist_traveled', String(d.distance))
      return drafts.map((each) => ({ ...each, distance: null }))
    }
    reached = d.distance ?? reached
  }
  return drafts
}
