import Router from '@koa/router'
import { departureId, instant, seatLabel } from 'shared/base/ids.ts'
import { freeSeats, rideMask } from 'shared/inventory/legs.ts'
import { seatsOf, type SeatMap } from 'shared/inventory/seat-map.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound, Problem } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { soldDeparture } from './departures.ts'

const position = z
  .string()
  .regex(/^\d{1,4}$/, 'is the position of a stop of the departure, from 0')
  .transform(Number)
const seatMap = z.custom<SeatMap>()

export function routes({ db, timetables, now }: Context): AppRouter {
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'get',
      path: '/buses/:departure/seats',
      summary: 'The seats of a departure, and which are taken on a ride',
      who: 'anyone',
      params: z.object({ departure: departureId }),
      query: z.strictObject({ board: position, alight: position }),
      answer: {
        status: 200,
        schema: z.object({ seatMap, taken: z.array(seatLabel), freeSeats: z.number().int(), asOf: instant }),
      },
      problems: { 404: ['not-found'], 422: ['invalid'] },
    },
    async ({ params, query: { board, alight } }) => {
      const sold = await soldDeparture(db.read, timetables, params.departure)
      if (!sold) throw notFound('departure')
      if (board >= alight || alight >= sold.departure.calls.length) {
        const last = sold.departure.calls.length - 1
        throw new Problem(422, 'invalid', `alight comes after board, and is at most ${last} on this departure.`)
      }
      const labels = seatsOf(sold.seatMap).map((seat) => seat.label)
      const free = new Set(freeSeats(labels, sold.taken, rideMask(board, alight)))
      const taken = labels.filter((label) => !free.has(label))
      return { seatMap: sold.seatMap, taken, freeSeats: free.size, asOf: now() }
    },
  )

  return router
}
