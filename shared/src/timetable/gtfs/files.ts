/** The files and columns the importer reads. `!` marks a column that the header must have. */
const read = {
  'agency.txt': ['agency_id', 'agency_name!', 'agency_url', 'agency_timezone!', 'agency_phone'],
  'feed_info.txt': ['feed_publisher_name', 'feed_lang', 'feed_start_date', 'feed_end_date', 'feed_version'],
  'stops.txt': [
    ...['stop_id!', 'stop_code', 'stop_name', 'stop_lat', 'stop_lon', 'zone_id', 'location_type', 'parent_station'],
    ...['stop_timezone', 'platform_code'],
  ],
  'routes.txt': ['route_id!', 'agency_id', 'route_short_name', 'route_long_name', 'route_type!', 'route_color'],
  'calendar.txt': [
    ...['service_id!', 'monday!', 'tuesday!', 'wednesday!', 'thursday!', 'friday!', 'saturday!', 'sunday!'],
    ...['start_date!', 'end_date!'],
  ],
  'calendar_dates.txt': ['service_id!', 'date!', 'exception_type!'],
  'trips.txt': ['route_id!', 'service_id!', 'trip_id!', 'trip_headsign', 'direction_id', 'block_id'],
  'frequencies.txt': ['trip_id!', 'start_time!', 'end_time!', 'headway_secs!', 'exact_times'],
  'stop_times.txt': [
    ...['trip_id!', 'arrival_time', 'departure_time', 'stop_id!', 'stop_sequence!', 'stop_headsign', 'pickup_type'],
    ...['drop_off_type', 'shape_dist_traveled', 'timepoint'],
  ],
  'fare_attributes.txt': ['fare_id!', 'price!', 'currency_type!', 'payment_method', 'transfers', 'agency_id'],
  'fare_rules.txt': ['fare_id!', 'route_id', 'origin_id', 'destination_id', 'contains_id'],
  'wayfare_vehicles.txt': ['trip_id', 'route_id', 'seat_map!', 'amenities'],
} as const

export type FileName = keyof typeof read
export const requiredFiles: readonly FileName[] = [
  'agency.txt',
  'stops.txt',
  'routes.txt',
  'trips.txt',
  'stop_times.txt',
]

export const requiredColumns = (file: FileName): string[] =>
  read[file].filter((c) => c.endsWith('!')).map((c) => c.slice(0, -1))

/** Parts of GTFS that are left alone: they say nothing that is sold or shown. */
const ignoredFiles = [
  ...['shapes.txt', 'transfers.txt', 'pathways.txt', 'levels.txt', 'location_groups.txt', 'location_group_stops.txt'],
  ...['locations.geojson', 'booking_rules.txt', 'translations.txt', 'attributions.txt', 'timeframes.txt'],
  ...['rider_categories.txt', 'fare_media.txt', 'fare_products.txt', 'fare_leg_rules.txt', 'fare_leg_join_rules.txt'],
  ...['fare_transfer_rules.txt', 'areas.txt', 'stop_areas.txt', 'networks.txt', 'route_networks.txt'],
]

export const isGtfsFile = (name: string): boolean => Object.hasOwn(read, name) || ignoredFiles.includes(name)
export const isReadFile = (name: string): name is FileName => Object.hasOwn(read, name)

/** Most rows of a file; a feed of a whole country stays below. */
export const rowLimit = (file: FileName): number =>
  file === 'stop_times.txt' ? 60_000_000 : file === 'trips.txt' ? 2_000_000 : 1_000_000
