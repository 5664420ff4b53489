import Router from '@koa/router'
import { bookingId } from 'shared/base/ids.ts'
import { newId } from 'shared/base/random.ts'
import { chooseBody, rescheduleBody } from 'shared/booking/intents.ts'
import { booking as bookingRecord } from 'shared/records.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { bookingAfter } from './booking-after-http.ts'
import { askOnce } from './exchange.ts'

const named = z.object({ id: bookingId })

/** Changes of a booking that are intents by another door. */
export function routes(context: Context): AppRouter {
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'post',
      path: '/bookings/:id/reschedule',
      summary: 'Move a booking to another departure, for what was quoted; it keeps its id and gets new tickets',
      who: 'account',
      params: named,
      body: rescheduleBody,
      answer: { status: 200, schema: bookingRecord },
      problems: {
        404: ['unknown-booking', 'unknown-departure'],
        409: ['quote-changed', 'seats-taken', 'not-enough', 'departed', 'already-boarded', 'other-agency', 'no-money'],
      },
    },
    async ({ actor, params: { id }, body }) => {
      const ask = { id: newId(context.random), name: 'booking.reschedule', args: { booking: id, ...body } } as const
      return bookingAfter(context, actor.account, { outcome: await askOnce(context, actor, ask), id })
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/bookings/:id/choose',
      summary: 'Answer what the company changed: money back, another departure at no extra cost, or to stay with it',
      who: 'account',
      params: named,
      body: chooseBody,
      answer: { status: 200, schema: bookingRecord },
      problems: {
        404: ['unknown-booking', 'unknown-departure'],
        409: ['no-choice', 'already-cancelled', 'seats-taken', 'not-enough', 'other-agency'],
      },
    },
    async ({ actor, params: { id }, body }) => {
      const ask = { id: newId(context.random), name: 'booking.choose', args: { booking: id, ...body } } as const
      return bookingAfter(context, actor.account, { outcome: await askOnce(context, actor, ask), id })
    },
  )

  return router
}
