import { buildPack } from 'shared/timetable/build-pack.ts'
import { openPack, type Timetable } from 'shared/timetable/pack.ts'
import { lineRows, lineTimetable } from 'shared/testing/builders.ts'
import { stops } from './people/passenger.ts'
import type { Plan } from './plan.ts'

/** Minor units of EUR for one passenger, by the hour at which the coach leaves: odd, so that parts of it are rounded. */
const fares: Readonly<Record<number, number>> = { 9: 500, 10: 731, 12: 433 }

/** What one passenger pays on a departure, as anybody reads it from the timetable. */
export function fareOf({ habits }: Plan, departure: string): number {
  const hour = Number(/^f:t(\d+)@/.exec(departure)?.[1])
  return habits.length === 0 ? 500 : (fares[hour] ?? 0)
}

/** The one line of a world. With habits each of its coaches is a route of its own, with a fare of its own. */
export function lineOf(plan: Plan): Timetable {
  const { habits, seatMap } = plan
  if (habits.length === 0) return lineTimetable({ hours: plan.hours, stops, seatMap })
  // In the order of their names, as rows of a feed come.
  const hours = plan.hours.toSorted((a, b) => (`${a}` < `${b}` ? -1 : 1))
  const rows = lineRows({ hours, stops, seatMap })
  const route = (hour: number): string => `f:r${hour}`
  const [line] = rows.routes
  const [fare] = rows.fares
  if (!line || !fare) throw new Error('The line has no route')
  const own = {
    ...rows,
    routes: hours.map((hour) => ({ ...line, id: route(hour) })),
    trips: [...rows.trips].map((trip) => ({ ...trip, route: trip.id.replace('f:t', 'f:r') })),
    fares: hours.map((hour) => ({ ...fare, id: `f:fare${hour}`, amount: fareOf(plan, `f:t${hour}@`) })),
    fareRules: hours.map((hour) => ({ fare: `f:fare${hour}`, route: route(hour), origin: null, destination: null, contains: null })), // prettier-ignore
    vehicles: hours.map((hour) => ({ trip: null, route: route(hour), seatMap, amenities: [] })),
  }
  return openPack(JSON.parse(JSON.stringify(buildPack(own, { source: 'test' }))))
}
