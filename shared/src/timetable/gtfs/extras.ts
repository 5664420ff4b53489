import { type Amenity, amenities } from '../timetable.ts'
import type { Draft } from './draft.ts'
import type { VehicleRow } from './rows.ts'
import type { Row } from './table.ts'

/** One row of wayfare_vehicles.txt: the seat map and amenities of one trip, or of all trips of a route. */
export function readVehicle(draft: Draft, row: Row): VehicleRow | null {
  const tripId = row.text('trip_id')
  const routeId = row.text('route_id')
  if ((tripId === '') === (routeId === ''))
    row.complain('missing_required_field', { field: 'trip_id', detail: 'give either trip_id or route_id' })
  const trip = tripId === '' ? null : draft.trips.resolve(row, 'trip_id', tripId)
  const route = routeId === '' ? null : draft.routes.resolve(row, 'route_id', routeId)
  const seatMap = row.required('seat_map')
  if (seatMap && !draft.options.seatMaps.has(seatMap))
    row.complain('foreign_key_violation', { field: 'seat_map', value: seatMap, detail: 'no such seat map' })
  const vehicle = { trip: trip?.row.id ?? null, route: route?.id ?? null, seatMap, amenities: readAmenities(row) }
  if (!row.bad) return vehicle
  draft.complaints.leaveOut('wayfare_vehicles.txt', tripId || routeId)
  return null
}

/** Names separated by blanks, semicolons or bars. */
function readAmenities(row: Row): Amenity[] {
  const named = row
    .text('amenities')
    .split(/[\s;|]+/)
    .filter(Boolean)
  const known: Amenity[] = amenities.filter((a) => named.includes(a))
  for (const name of named)
    if (!known.some((a) => a === name)) row.remark('unexpected_enum_value', 'amenities', name, 'left out')
  return known
}

/** feed_info.txt: one row. */
export function readFeedInfo(draft: Draft, row: Row): void {
  if (draft.info) return row.remark('more_than_one_entity', 'feed_publisher_name', row.text('feed_publisher_name'))
  const language = row.optional('feed_lang')
  if (language && !isLanguage(language)) row.remark('invalid_language_code', 'feed_lang', language)
  const from = row.day('feed_start_date')
  const to = row.day('feed_end_date')
  if (from !== null && to !== null && to < from)
    row.complain('start_and_end_range_out_of_order', { field: 'feed_end_date', value: row.text('feed_end_date') })
  if (row.bad) return draft.complaints.leaveOut('feed_info.txt', 'feed_info')
  draft.info = {
    publisher: row.optional('feed_publisher_name'),
    language,
    from,
    to,
    version: row.optional('feed_version'),
  }
}

function isLanguage(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}
