import type { Draft, TripDraft } from './draft.ts'
import type { Row } from './table.ts'
import { clock, longestTime } from './times.ts'

/** One row of trips.txt. */
export function readTrip(draft: Draft, row: Row): void {
  const id = row.id('trip_id')
  const route = draft.routes.resolve(row, 'route_id', row.required('route_id'))
  const service = draft.services.resolve(row, 'service_id', row.required('service_id'))
  const direction = row.choice('direction_id', [0, 1], 0)
  const trip: TripDraft = {
    row: {
      id: draft.id(id),
      route: route?.id ?? '',
      service: service?.id ?? '',
      headsign: row.text('trip_headsign'),
      direction: row.text('direction_id') === '' ? null : direction,
      block: row.optional('block_id'),
      unusable: false,
    },
    frequencies: [],
    state: 'waiting',
  }
  if (draft.trips.add(row, 'trip_id', id, trip) && service) service.trips += 1
}

/** Departures of one exact window: one every half minute, all day. */
const mostRuns = 2880

/** One row of frequencies.txt; read before the stop times, so that a trip with a faulty one is left out whole. */
export function readFrequency(draft: Draft, row: Row): void {
  const id = row.required('trip_id')
  const trip = draft.trips.resolve(row, 'trip_id', id)
  for (const field of ['start_time', 'end_time', 'headway_secs']) row.required(field)
  const start = row.time('start_time') ?? 0
  const end = row.time('end_time') ?? 0
  const headway = row.integer('headway_secs', { min: 1, max: 604_800 }) ?? 1
  const exact = row.choice('exact_times', [0, 1], 0) === 1
  if (!row.bad && end <= start)
    row.complain(end === start ? 'start_and_end_range_equal' : 'start_and_end_range_out_of_order', {
      field: 'end_time',
      value: row.text('end_time'),
      detail: `start_time is ${row.text('start_time')}`,
    })
  if (!row.bad && end > longestTime)
    row.complain('number_out_of_range', { field: 'end_time', value: row.text('end_time'), detail: 'beyond 168 hours' })
  if (!row.bad && exact && (end - start) / headway > mostRuns)
    row.complain('number_out_of_range', {
      field: 'headway_secs',
      value: String(headway),
      detail: `more than ${mostRuns} departures in one window`,
    })
  const clash = row.bad ? undefined : trip?.frequencies.find((f) => f.start < end && start < f.end)
  if (clash)
    row.complain('overlapping_frequency', {
      field: 'start_time',
      value: row.text('start_time'),
      detail: `trip ${id}, the other window ends at ${clock(clash.end)}`,
    })
  if (row.bad) draft.trips.drop(id, draft.complaints)
  else trip?.frequencies.push({ trip: trip.row.id, start, end, headway, exact })
}
