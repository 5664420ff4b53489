import { must } from 'shared/base/result.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import type { Desk, Person } from './person.ts'

/** Departures that are taken off in the life of one database: the others have to go on being sold. */
const mostCancelled = 2

/** Delays departures, sends other vehicles, and now and then takes a departure off. */
export function operator({ dice, rides }: Desk): Person {
  const departures = [...new Set(rides.map(({ departure }) => departure))]
  const cancelled = new Set<string>()

  return {
    wishes: () => [],
    scopes: () => departures.map((departure) => `departure:${departure}`),
    learn: () => undefined,
    hear: () => undefined,
    async errand(web) {
      if (dice.under(2) > 0) return
      const id = dice.pick(departures)
      const path = `/api/operator/departures/${encodeURIComponent(id)}`
      const lot = dice.under(12)
      // The first is never taken off: it is the one that fills up.
      if (lot < 2 && id !== departures[0] && cancelled.size < mostCancelled) {
        cancelled.add(id)
        const until = dice.under(3) === 0 ? null : Date.now() + 1000 + dice.under(60_000)
        await web.deed({ kind: 'cancelled', id, value: 'cancelled' }, `${path}/cancel`, { body: { until } })
      } else if (lot < 7) {
        const minutes = dice.pick([0, 5, 40, 60, 90])
        await web.deed({ kind: 'delay', id, value: String(minutes) }, `${path}/delay`, { body: { minutes } })
      } else {
        const { id: seatMap } = must(seatMaps[dice.pick(Object.keys(seatMaps))], 'seat map')
        await web.deed({ kind: 'vehicle', id, value: seatMap }, `${path}/vehicle`, { body: { seatMap } })
      }
    },
  }
}
