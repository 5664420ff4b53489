import Router from '@koa/router'
import { bookingId } from 'shared/base/ids.ts'
import { newId } from 'shared/base/random.ts'
import { chooseBody, rescheduleBody, waitIntent } from 'shared/booking/intents.ts'
import { booking as bookingRecord, waitingParty } from 'shared/records.ts'
import { z } from 'zod'
import { partyOfAccount } from '../booking/waiting-records.ts'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { idOfKey } from '../http/idempotency-key.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { assertDone, changeBooking } from './booking-after-http.ts'
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
      summary:
        'Move a booking to another departure, for what was quoted; it keeps its id and gets new tickets. Where the ' +
        'difference is paid by card it is `moving` until that is paid',
      who: 'account',
      params: named,
      body: rescheduleBody,
      answer: { status: 200, schema: bookingRecord },
      problems: {
        404: ['unknown-booking', 'unknown-departure'],
        409: [
          'quote-changed',
          'seats-taken',
          'not-enough',
          'departed',
          'already-boarded',
          'other-agency',
          'no-money',
          'payment-not-offered',
        ],
      },
    },
    ({ actor, params, body }) =>
      changeBooking(context, actor, { booking: params.id, name: 'booking.reschedule', args: body }),
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
    ({ actor, params, body }) =>
      changeBooking(context, actor, { booking: params.id, name: 'booking.choose', args: body }),
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/waiting',
      summary: 'Wait for seats of a full departure, once for each Idempotency-Key: all of the party or none',
      who: 'account',
      body: waitIntent,
      answer: { status: 201, schema: waitingParty },
      problems: {
        400: ['no-idempotency-key'],
        404: ['unknown-departure'],
        409: ['not-full', 'not-enough', 'line-full', 'price-above-limit', 'sales-closed', 'departed', 'already-used'],
      },
    },
    async ({ ctx, actor, body }) => {
      const id = idOfKey(ctx, actor.account)
      assertDone(await askOnce(context, actor, { id, name: 'booking.wait', args: body }))
      return partyOfAccount(context.db.read, actor.account, id)
    },
  )

  endpoint(
    router,
    {
      method: 'delete',
      path: '/waiting/:id',
      summary: 'Leave a waiting list; twice is once',
      who: 'account',
      params: named,
      answer: { status: 200, schema: waitingParty },
      problems: { 404: ['unknown-booking'], 409: ['already-served'] },
    },
    async ({ actor, params: { id } }) => {
      const ask = { id: newId(context.random), name: 'booking.leave', args: { waiting: id } } as const
      assertDone(await askOnce(context, actor, ask))
      return partyOfAccount(context.db.read, actor.account, id)
    },
  )

  return router
}
