import type { Day } from 'shared/base/instants.ts'
import { isoText, localDay } from 'shared/base/time.ts'
import { must } from 'shared/base/result.ts'
import { parseMask } from 'shared/inventory/legs.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import type { DepartureLoad } from 'shared/operator/views.ts'
import { type BoardingFact, ticketState } from 'shared/tickets/events.ts'
import { departureOf, departuresOn } from 'shared/timetable/departures.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import type { Departure, DepartureLine } from 'shared/timetable/timetable.ts'
import type { Reader } from '../db/transact.ts'
import { booked, boardings, due, type DueRow, type FactRow, type SoldRow, soldDepartures } from './store.ts'

/** A trip may leave a day or two after its service date begins; what leaves on a day was dated within this span. */
const daysBefore = 7
const daysAfter = 1

interface Sold {
  readonly row: SoldRow
  readonly departure: Departure
}

const lineOf = (departure: Departure): DepartureLine => {
  const first = must(departure.calls[0], 'first stop')
  const last = must(departure.calls.at(-1), 'last stop')
  return {
    ...departure,
    first: { name: first.name, at: first.departureAt, zone: first.zone },
    last: { name: last.name, at: last.arrivalAt, zone: last.zone },
  }
}

/** The most seats taken on any one leg. */
function busiestLeg(taken: string, legs: number): number {
  const masks = Object.values(JSON.parse(taken) as Record<string, string>).map(parseMask)
  let most = 0
  for (let leg = 0; leg < legs; leg += 1) {
    const bit = 1n << BigInt(leg)
    most = Math.max(most, masks.filter((mask) => (mask & bit) !== 0n).length)
  }
  return most
}

function boardedOn(rows: readonly FactRow[]): Map<string, number> {
  const byTicket = new Map<string, { departure: string; facts: BoardingFact[] }>()
  for (const { departure, ticket, fact, flags } of rows) {
    const known = byTicket.get(ticket) ?? { departure, facts: [] }
    known.facts.push({ ...(JSON.parse(fact) as BoardingFact), flags: JSON.parse(flags) as string[] })
    byTicket.set(ticket, known)
  }
  const count = new Map<string, number>()
  for (const [ticket, { departure, facts }] of byTicket) {
    if (ticketState(ticket, facts).boardings.length > 0) count.set(departure, (count.get(departure) ?? 0) + 1)
  }
  return count
}

export interface DayOfAgency {
  readonly agency: string
  readonly day: Day
  /** How many to list, the earliest first. */
  readonly most: number
}

/**
 * The departures of an agency that leave their first stop on a local day, with what was sold and who has boarded: those
 * of the timetable, and those that were sold before the timetable lost them. `total` counts them all.
 */
export async function departuresWithLoad(
  reader: Reader,
  timetables: readonly Timetable[],
  { agency, day, most }: DayOfAgency,
): Promise<{ departures: DepartureLoad[]; total: number }> {
  const span = { agency, from: day - daysBefore, to: day + daysAfter }
  const rows = await reader.all(soldDepartures, span)
  const sold = new Map<string, Sold>(
    rows.map((row) => [row.id, { row, departure: JSON.parse(row.frozen) as Departure }]),
  )
  const bookings = new Map((await reader.all(booked, span)).map((row) => [row.departure, row]))
  const owed = new Map<string, DueRow>((await reader.all(due, span)).map((row) => [row.departure, row]))
  const boarded = boardedOn(await reader.all(boardings, span))

  const listed = departuresOn(timetables, day, agency)
  const inTimetable = new Set(listed.map((line) => line.id))
  const lost = [...sold.values()]
    .map(({ departure }) => lineOf(departure))
    .filter((line) => !inTimetable.has(line.id) && localDay(line.first.at, line.first.zone) === day)
  const all = [...listed, ...lost].sort((a, b) => a.first.at - b.first.at || (a.id < b.id ? -1 : 1))

  const load = (line: DepartureLine): DepartureLoad => {
    const one = sold.get(line.id)
    const count = bookings.get(line.id)
    const money = owed.get(line.id)
    const departure = one?.departure ?? departureOf(timetables, line.id)
    const map = departure && seatMaps[departure.seatMap]
    return {
      id: line.id,
      route: line.route.short || line.route.long,
      headsign: line.headsign,
      agency: { id: line.agency.id, name: line.agency.name },
      first: { name: line.first.name, at: isoText(line.first.at, line.first.zone) },
      last: { name: line.last.name, at: isoText(line.last.at, line.last.zone) },
      status: one?.row.status ?? 'scheduled',
      delayMinutes: one?.row.delay_minutes ?? null,
      inTimetable: inTimetable.has(line.id),
      seats: map ? seatsOf(map).length : null,
      bookings: Number(count?.bookings ?? 0),
      passengers: Number(count?.passengers ?? 0),
      boarded: boarded.get(line.id) ?? 0,
      busiest: one ? busiestLeg(one.row.taken, one.departure.calls.length - 1) : 0,
      due: money ? { amount: Number(money.due), currency: money.currency } : null,
    }
  }
  return { departures: all.slice(0, most).map(load), total: all.length }
}
