/**
 * What an import may complain of. Names are those of the GTFS Schedule Validator where it has one.
 * `about` decides what --skip-invalid can do: leave out a `row` and what depends on it, but never repair a `feed`.
 * Sentences say what is wrong; `advice` says what to do about it.
 */
interface CodeInfo {
  readonly severity: 'error' | 'warning'
  readonly about: 'feed' | 'row'
  readonly says: string
  readonly advice: string
}

const feed = (says: string, advice: string) => ({ severity: 'error', about: 'feed', says, advice }) as const
const row = (says: string, advice: string) => ({ severity: 'error', about: 'row', says, advice }) as const
const warn = (says: string, advice: string) => ({ severity: 'warning', about: 'row', says, advice }) as const

export const codes = {
  zip_corrupt: feed('The zip file cannot be read.', 'Download it again, or pack it again.'),
  zip_too_large: feed(
    'The zip file inflates beyond what is safe to read.',
    'Remove what is not timetable, or split it.',
  ),
  zip_duplicate_entry: feed('The zip file holds two entries of one name.', 'Keep one of them and pack it again.'),
  zip_too_many_entries: feed('The zip file holds too many entries.', 'Pack only the GTFS files.'),
  zip_bad_name: feed('The zip file holds an entry whose name is not safe.', 'Pack the files without folders.'),
  zip_encrypted: feed('The zip file is encrypted.', 'Pack it again without a password.'),
  missing_required_file: feed(
    'A file every feed needs is missing.',
    'Add it, or ask the publisher of the feed for it.',
  ),
  missing_calendar_and_calendar_date_files: feed(
    'Neither calendar.txt nor calendar_dates.txt is there, so no day has service.',
    'Add one of them.',
  ),
  empty_file: feed('A file every feed needs has no rows.', 'Export the feed again.'),
  missing_required_column: feed('The header lacks a column that is required.', 'Add the column.'),
  duplicated_column: feed('The header names a column twice.', 'Remove one of the two columns.'),
  csv_parsing_failed: feed(
    'The file is not valid CSV from this line on.',
    'Check the quotation marks: a quote inside a value is written twice.',
  ),
  invalid_character: feed(
    'The text is not clean UTF-8.',
    'Save the file as UTF-8 and remove NUL, replacement and control characters.',
  ),
  too_many_rows: feed('The file has more rows than can be imported.', 'Split the feed by agency.'),
  stop_times_not_grouped: feed(
    'The rows of a trip are scattered over a stop_times.txt too large to be sorted here.',
    'Sort stop_times.txt by trip_id and stop_sequence.',
  ),
  inconsistent_agency_timezone: feed(
    'The agencies of one feed name different time zones.',
    'Publish one feed per time zone.',
  ),
  feed_slug_required: feed('The feed has several agencies, so it needs a name of its own.', 'Name it: --feed my-feed.'),
  no_usable_trips: feed('No trip is left that can be sold or shown.', 'See the other notices of this report.'),

  duplicate_key: row('A row repeats a key that must be unique.', 'Remove one of the two rows.'),
  foreign_key_violation: row(
    'A row names something that is not in the feed.',
    'Add what is missing, or remove the row.',
  ),
  missing_required_field: row('A required value is empty.', 'Fill it in.'),
  invalid_row_length: row(
    'A row has a different number of cells than the header.',
    'Quote values that contain commas.',
  ),
  invalid_date: row('A date is not a day of the calendar.', 'Write it as YYYYMMDD.'),
  invalid_time: row('A time cannot be read.', 'Write it as HH:MM:SS; hours may pass 24.'),
  invalid_integer: row('A value is not a whole number.', 'Write digits only.'),
  invalid_float: row('A value is not a number.', 'Write it with a decimal point and without separators.'),
  number_out_of_range: row('A number is outside the range that makes sense.', 'Correct the number.'),
  invalid_currency: row('A currency is not in ISO 4217.', 'Write its three-letter code.'),
  invalid_currency_amount: row(
    'An amount has more decimals than its currency.',
    'Write whole minor units of the currency.',
  ),
  invalid_timezone: row('A time zone is not in the IANA database.', 'Write it as Region/City.'),
  invalid_id: row('An id cannot be used.', 'Keep ids under 250 characters and free of control characters.'),
  new_line_in_value: row('A value contains a line break.', 'Write it on one line.'),
  start_and_end_range_out_of_order: row('An end lies before its start.', 'Swap or correct them.'),
  start_and_end_range_equal: row('A period ends when it starts.', 'Correct its end, or remove the row.'),
  stop_without_location: row('A stop has no coordinates.', 'Fill in stop_lat and stop_lon.'),
  wrong_parent_location_type: row('A parent_station is not a station.', 'Point it to a stop with location_type 1.'),
  station_with_parent_station: row('A station has a parent station.', 'Empty its parent_station.'),
  location_with_unexpected_stop_time: row(
    'A stop time names a location that is not a stop or platform.',
    'Name the platform.',
  ),
  route_both_short_and_long_name_missing: row('A route has no name.', 'Fill in a short or a long name.'),
  missing_trip_edge: row('The first or last stop of a trip has no time.', 'Fill in its arrival and departure.'),
  stop_time_with_arrival_before_previous_departure_time: row(
    'A trip arrives before it left the stop before.',
    'Correct the times; past midnight they go on as 24:10, 25:30.',
  ),
  too_many_stops: row('A trip has more stops than can be sold: 2,000.', 'Split the trip.'),
  overlapping_frequency: row('Two headway windows of one trip overlap.', 'End the first where the second starts.'),
  invalid_enum_value: row(
    'A value is not one of those allowed.',
    'See the GTFS reference for the values of this field.',
  ),

  invalid_input_files_in_subfolder: warn(
    'The files lie in a folder inside the zip.',
    'They were read from there; pack them at the top.',
  ),
  unknown_file: warn('A file is not part of GTFS and was ignored.', 'Remove it from the feed.'),
  leading_or_trailing_whitespaces: warn(
    'A value or column name has blanks around it, which were cut off.',
    'Remove the blanks.',
  ),
  point_near_origin: warn('A stop lies at 0,0 in the Gulf of Guinea.', 'Correct its coordinates.'),
  point_near_pole: warn('A stop lies at a pole.', 'Correct its coordinates.'),
  expired_calendar: warn(
    'The last day with service is past: nothing can be sold.',
    'Import a newer feed, or try it with --shift-to DATE.',
  ),
  unusable_trip: warn(
    'A trip has fewer than two stops; it is neither shown nor sold.',
    'Remove it, or complete its stops.',
  ),
  unused_trip: warn('A trip has no stop times; it is neither shown nor sold.', 'Remove it, or complete its stops.'),
  impl_time_beyond_days: warn('A trip lasts beyond 168 hours; it is neither shown nor sold.', 'Check its times.'),
  stop_time_with_only_arrival_or_departure_time: warn(
    'A stop has only one of its two times; it was taken for both.',
    'Fill in both.',
  ),
  decreasing_stop_time_distance: warn(
    'shape_dist_traveled decreases; distances of this trip are measured on the map.',
    'Correct it.',
  ),
  unexpected_enum_value: warn(
    'A value is not one of those GTFS allows; the careful reading was taken.',
    'See the GTFS reference.',
  ),
  invalid_language_code: warn('A language code is not valid.', 'Write it as in BCP 47: en-US.'),
  invalid_color: warn('A colour is not six hexadecimal digits; it was left out.', 'Write it as 0073AC.'),
  more_than_one_entity: warn('feed_info.txt has more than one row; the first was taken.', 'Keep one row.'),
} as const satisfies Record<string, CodeInfo>

export type Code = keyof typeof codes
