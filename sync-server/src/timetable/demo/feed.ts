import type { Day } from 'shared/base/instants.ts'
import { must } from 'shared/base/result.ts'
import { dayText } from 'shared/base/time.ts'
import { calendarRows, coverage, exceptionRows } from './calendar.ts'
import { fareTables } from './fares.ts'
import { companies, type Line, lines, type Town, towns } from './network.ts'
import { roadKm, visitsOf } from './visits.ts'

export const zoneOfTimetable = 'Europe/Vilnius'
type Direction = 'out' | 'home'

/** The platform or side of the road where a line stops. */
function stopId({ id, platforms, bothSides }: Town, direction: Direction): string {
  const side = direction === 'out' ? 0 : 1
  if (platforms) return `${id}-${platforms[side]}`
  return bothSides ? `${id}-${side === 0 ? 'a' : 'b'}` : id
}

const driveMinutes = (a: Town, b: Town): number => Math.max(10, Math.round((roadKm(a, b) / 76) * 12) * 5)

const secondsOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 3600 + minutes * 60
}
const two = (n: number): string => String(n).padStart(2, '0')
const clockOf = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`

const quote = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function stopRows(): string[] {
  return towns.flatMap((town) => {
    const { id, name, lat, lon, zone = '' } = town
    const row = (stop: string, type: number, at: { north: number; parent?: string; platform?: string }) =>
      [
        stop,
        quote(name),
        (lat + at.north).toFixed(5),
        lon.toFixed(5),
        id,
        type,
        at.parent ?? '',
        at.platform ?? '',
        zone,
      ].join()
    if (town.platforms) {
      const [out, home] = town.platforms
      return [
        row(id, 1, { north: 0 }),
        row(stopId(town, 'out'), 0, { north: 0.0002, parent: id, platform: out }),
        row(stopId(town, 'home'), 0, { north: -0.0002, parent: id, platform: home }),
      ]
    }
    if (town.bothSides) return [row(`${id}-a`, 0, { north: 0.0003 }), row(`${id}-b`, 0, { north: -0.0003 })]
    return [row(id, 0, { north: 0 })]
  })
}

function timesOf(line: Line, trip: string, direction: Direction, start: string): string[] {
  const outward = visitsOf(line)
  const visits = direction === 'out' ? outward : outward.toReversed()
  let clock = secondsOf(start)
  return visits.map(({ town, oneWay, onRequest }, i) => {
    const before = visits[i - 1]?.town
    if (before) clock += driveMinutes(before, town) * 60
    const arrival = clock
    const within = i > 0 && i < visits.length - 1
    if (within) clock += town.platforms ? 600 : 120
    const request = onRequest ? 3 : 0
    const pickup = oneWay && direction === 'home' ? 1 : request
    const dropOff = oneWay && direction === 'out' ? 1 : request
    return [trip, clockOf(arrival), clockOf(clock), stopId(town, direction), i + 1, pickup, dropOff].join()
  })
}

interface Tables {
  readonly trips: string[]
  readonly times: string[]
  readonly frequencies: string[]
  readonly vehicles: string[]
}

function addTrips(line: Line, tables: Tables): void {
  const visits = visitsOf(line)
  tables.vehicles.push(`,${line.id},${line.seatMap},${line.amenities}`)
  for (const { service, out, home } of line.runs) {
    for (const [direction, starts] of [
      ['out', out],
      ['home', home],
    ] as const) {
      const last = must(direction === 'out' ? visits.at(-1) : visits[0], 'last town').town
      for (const start of starts) {
        const trip = `${line.id}-${direction}-${start.replace(':', '')}-${service}`
        tables.trips.push([line.id, service, trip, quote(last.name), direction === 'out' ? 0 : 1].join())
        tables.times.push(...timesOf(line, trip, direction, start))
        // The extra coaches of a rush day are hired: wide seats are not promised.
        if (service === 'rush' && line.seatMap !== 'coach-2+2-49') {
          tables.vehicles.push(`${trip},,coach-2+2-49,toilet air-conditioning`)
        }
        const { every } = line
        if (!every) continue
        const window = [clockOf(secondsOf(every.from)), clockOf(secondsOf(every.to)), every.minutes * 60]
        tables.frequencies.push([trip, ...window, every.exact ? 1 : 0].join())
      }
    }
  }
}

const table = (header: string, rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`

const longName = (line: Line): string =>
  visitsOf(line)
    .filter(({ town }, i, all) => i === 0 || i === all.length - 1 || town.platforms)
    .map(({ town }) => town.name)
    .join(' – ')

/** The demo network as a GTFS feed, by file name: the same date gives the same bytes. Calendars cover 366 days from it. */
export function demoFeed(from: Day): ReadonlyMap<string, string> {
  const tables: Tables = { trips: [], times: [], frequencies: [], vehicles: [] }
  for (const line of lines) addTrips(line, tables)
  const { first, last } = coverage(from)
  const { fares, rules } = fareTables()
  return new Map([
    [
      'agency.txt',
      table(
        'agency_id,agency_name,agency_url,agency_timezone,agency_lang,agency_phone',
        companies.map(({ id, name, url, phone }) => [id, name, url, zoneOfTimetable, 'en', phone].join()),
      ),
    ],
    [
      'stops.txt',
      table(
        'stop_id,stop_name,stop_lat,stop_lon,zone_id,location_type,parent_station,platform_code,stop_timezone',
        stopRows(),
      ),
    ],
    [
      'routes.txt',
      table(
        'route_id,agency_id,route_short_name,route_long_name,route_type,route_color',
        lines.map((line) => [line.id, line.company, line.id, quote(longName(line)), 3, line.colour].join()),
      ),
    ],
    ['trips.txt', table('route_id,service_id,trip_id,trip_headsign,direction_id', tables.trips)],
    [
      'stop_times.txt',
      table('trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type', tables.times),
    ],
    [
      'calendar.txt',
      table(
        'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
        calendarRows(from),
      ),
    ],
    ['calendar_dates.txt', table('service_id,date,exception_type', exceptionRows(from))],
    ['frequencies.txt', table('trip_id,start_time,end_time,headway_secs,exact_times', tables.frequencies)],
    ['fare_attributes.txt', table('fare_id,price,currency_type,payment_method,transfers,agency_id', fares)],
    ['fare_rules.txt', table('fare_id,route_id,origin_id,destination_id', rules)],
    ['wayfare_vehicles.txt', table('trip_id,route_id,seat_map,amenities', tables.vehicles)],
    [
      'feed_info.txt',
      table('feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version', [
        [
          'Baltic demo network',
          'https://wayfare.example',
          'en',
          dayText(first),
          dayText(last),
          `demo-${dayText(from)}`,
        ].join(),
      ]),
    ],
  ])
}
