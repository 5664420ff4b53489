import Router from '@koa/router'
import { bookingId, instant, moneySchema } from 'shared/base/ids.ts'
import { booking as bookingRecord, waitingParty } from 'shared/records.ts'
import { z } from 'zod'
import { cancelIntent, moveQuoteBody } from 'shared/booking/intents.ts'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound, refused } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { quoteCancel } from './cancel.ts'
import { bookingOfAccount, bookingsOfAccount } from './read.ts'
import { quoteMove } from './reschedule.ts'
import { partiesOfAccount } from './waiting-records.ts'

const quoteAnswer = z.object({
  percent: z.number(),
  fee: moneySchema,
  struck: moneySchema,
  back: moneySchema,
  dueAfter: moneySchema,
  until: instant,
})

/** Reading one's bookings. Asking for one, or to cancel it, is an intent: sync/http.ts. */
export function routes(context: Context): AppRouter {
  const { db, now } = context
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
      path: '/waiting',
      summary: 'Your parties in waiting lists, the latest first',
      who: 'account',
      answer: { status: 200, schema: z.object({ waiting: z.array(waitingParty) }) },
    },
    async ({ actor }) => ({ waiting: await partiesOfAccount(db.read, actor.account) }),
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

  endpoint(
    router,
    {
      method: 'post',
      path: '/bookings/:id/cancel/quote',
      summary: 'What cancelling all or some passengers would cost now, and until when that holds',
      who: 'account',
      params: z.object({ id: bookingId }),
      body: cancelIntent.pick({ passengers: true }).optional(),
      answer: { status: 200, schema: quoteAnswer },
      problems: { 404: ['unknown-booking'], 409: ['departed', 'already-boarded', 'already-cancelled'] },
    },
    async ({ actor, params, body }) => {
      const ask = { booking: params.id, account: actor.account, ...body }
      const quote = await quoteCancel(db.read, context, ask, now())
      if (!quote.ok) throw refused(quote)
      return quote.value
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/bookings/:id/reschedule/quote',
      summary: 'What moving to another departure would cost now: `back` below 0 is to be paid',
      who: 'account',
      params: z.object({ id: bookingId }),
      body: moveQuoteBody,
      answer: { status: 200, schema: quoteAnswer },
      problems: {
        404: ['unknown-booking', 'unknown-departure'],
        409: ['departed', 'already-boarded', 'already-cancelled', 'seats-taken', 'not-enough', 'other-agency'],
      },
    },
    async ({ actor, params, body }) => {
      const ask = { booking: params.id, account: actor.account, ...body }
      const quote = await quoteMove(db.read, context, ask, now())
      if (!quote.ok) throw refused(quote)
      return quote.value
    },
  )

  return router
}
