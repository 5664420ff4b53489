import { must } from '../base/result.ts'
import { dayOfText, dayText } from '../base/time.ts'
import type { BookIntent } from '../booking/intents.ts'
import type { SeatMap } from '../inventory/seat-map.ts'
import { buildPack } from '../timetable/build-pack.ts'
import { departureOf } from '../timetable/departures.ts'
import type { FeedRows, StopTimeRow } from '../timetable/gtfs/rows.ts'
import { openPack, type Timetable } from '../timetable/pack.ts'
import type { Departure } from '../timetable/timetable.ts'

export interface LineOptions {
  readonly feed?: string
  readonly agency?: string
  /** Stops of the line, an hour from each other. */
  readonly stops?: number
  /** Hours at which coaches leave the first stop, every day of 2026 and 2027. */
  readonly hours?: readonly number[]
  readonly seatMap?: string
  /** Minor units of EUR for any ride. */
  readonly fare?: number
  readonly zone?: string
  /** Positions where nobody may board, or alight. */
  readonly noPickup?: readonly number[]
  readonly noDropOff?: readonly number[]
}

const day = (text: string): number => must(dayOfText(text), 'day')

/** The rows of a feed with one line. Trip `f:t9` leaves at 09:00 from stop `f:s0` and reaches `f:s1` at 10:00. */
export function lineRows(options: LineOptions = {}): FeedRows {
  const { feed = 'f', agency = 'A', stops = 7, hours = [9], seatMap = 'coach-2+2-49', fare = 500 } = options
  const { zone = 'Europe/Vilnius', noPickup = [], noDropOff = [] } = options
  const id = (text: string): string => `${feed}:${text}`
  const trips = hours.map((hour) => ({ hour, id: id(`t${hour}`) })).sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    feed,
    currency: 'EUR',
    info: null,
    agencies: [{ id: id(agency), name: `Agency ${agency}`, url: 'https://example.org', zone, phone: null }],
    stops: Array.from({ length: stops }, (_, i) => ({
      id: id(`s${i}`),
      name: `Stop ${i}`,
      code: null,
      platform: null,
      lat: 54 + i,
      lon: 25,
      zoneId: null,
      locationType: 0,
      parent: null,
      zone: null,
    })),
    routes: [{ id: id('r'), agency: id(agency), short: '1', long: 'The line', type: 3, colour: null }],
    trips: trips.map((trip) => ({
      id: trip.id,
      route: id('r'),
      service: id('daily'),
      headsign: `Stop ${stops - 1}`,
      direction: 0,
      block: null,
      unusable: false,
    })),
    stopTimes: trips.flatMap((trip) =>
      Array.from({ length: stops }, (_, i): StopTimeRow => ({
        trip: trip.id,
        sequence: i,
        stop: id(`s${i}`),
        arrival: (trip.hour + i) * 3600,
        departure: (trip.hour + i) * 3600,
        approximate: false,
        pickup: noPickup.includes(i) ? 1 : 0,
        dropOff: noDropOff.includes(i) ? 1 : 0,
        headsign: null,
        distance: null,
      })),
    ),
    services: [{ id: id('daily'), weekdays: 127, from: day('2026-01-01'), to: day('2027-12-31') }],
    exceptions: [],
    frequencies: [],
    fares: [{ id: id('fare'), amount: fare, currency: 'EUR', paymentMethod: 0, transfers: null, agency: null }],
    fareRules: [],
    vehicles: [{ trip: null, route: id('r'), seatMap, amenities: [] }],
  }
}

export const lineTimetable = (options: LineOptions = {}): Timetable =>
  openPack(JSON.parse(JSON.stringify(buildPack(lineRows(options), { source: 'test' }))))

/** `f:t9@20261124`: the coach at 9:00 on Tuesday, 24 November 2026. */
export const departureIdAt = (hour: number, date = '2026-11-24', feed = 'f'): string =>
  `${feed}:t${hour}@${dayText(day(date))}`

export const departureAt = (timetable: Timetable, id: string): Departure =>
  must(departureOf([timetable], id), `departure ${id}`)

/** A request for a party from stop 0 to stop 2 on board for at most 100 EUR; `any` seats unless wishes are given. */
export function bookIntentOf(about: {
  departure: string
  from?: number
  to?: number
  passengers?: number
  wishes?: BookIntent['wishes']
  ceiling?: number
  feed?: string
}): BookIntent {
  const {
    departure,
    from = 0,
    to = 2,
    passengers = 1,
    wishes = [{ kind: 'any' }],
    ceiling = 10_000,
    feed = 'f',
  } = about
  return {
    departure,
    board: { index: from, stop: `${feed}:s${from}` },
    alight: { index: to, stop: `${feed}:s${to}` },
    passengers: Array.from({ length: passengers }, (_, i) => ({ name: `Ona Kazlauskienė ${i + 1}` })),
    wishes,
    ceiling: { amount: ceiling, currency: 'EUR' },
    pay: 'on-board',
  }
}

/** A vehicle drawn in rows: letters are seats of that column, `_` an aisle, `*` behind a letter an accessible place. */
export const drawn = (...rows: readonly string[]): SeatMap => ({
  id: 'drawn',
  name: 'Drawn',
  decks: [
    {
      name: 'single',
      rows: rows.map((row, i) =>
        row
          .trim()
          .split(/\s+/)
          .map((cell) =>
            cell === '_'
              ? 'aisle'
              : cell === '.'
                ? 'empty'
                : {
                    label: `${i + 1}${cell.charAt(0)}`,
                    position: 'window' as const,
                    ...(cell.endsWith('*') && { accessible: true }),
                  },
          ),
      ),
    },
  ],
})
