import Router from '@koa/router'
import { bookingId } from 'shared/base/ids.ts'
import { booking as bookingRecord } from 'shared/records.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { bookingOfAccount, bookingsOfAccount } from './read.ts'

/** Reading one's bookings. Asking for one, or to cancel it, is an intent: sync/http.ts. */
export function routes({ db }: Context): AppRouter {
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'get',
      path: '/bookings',
      summary: 'The latest 200 bookings, the last to travel first',
      who: 'account',
      answer: { status: 200, schema: z.object({ bookings: z.array(bookingRecord) }) },
    },
    async ({ actor }) => ({ bookings: await bookingsOfAccount(db.read, actor.account) }),
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/bookings/:id',
      summary: 'A booking',
      who: 'account',
      params: z.object({ id: bookingId }),
      answer: { status: 200, schema: bookingRecord },
      problems: { 404: ['not-found'] },
    },
    async ({ actor, params }) => {
      const booking = await bookingOfAccount(db.read, actor.account, params.id)
      if (!booking) throw notFound('booking')
      return booking
    },
  )

  return router
}
