import Router from '@koa/router'
import { bookingId } from 'shared/base/ids.ts'
import { bookIntent, cancelIntent } from 'shared/booking/intents.ts'
import { booking as bookingRecord, bookingStatus } from 'shared/records.ts'
import { exchangeRequest, exchangeResponse, outcome as outcomeSchema } from 'shared/sync/envelope.ts'
import { z } from 'zod'
import { bookingOfAccount } from '../booking/read.ts'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { idOfKey } from '../http/idempotency-key.ts'
import { notFound, refusalsOf } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { bookingAfter, changeBooking } from './booking-after-http.ts'
import { askOnce, exchange } from './exchange.ts'
import { readIntent } from './intent-store.ts'
import { parseOutcome } from './outcomes.ts'
import { pokeStream } from './poke-stream.ts'

const minute = 60_000
const named = z.object({ id: bookingId })

/** Why a request to book may be refused. */
const bookingRefusals = refusalsOf(
  ...(['seats-taken', 'not-enough', 'not-sold', 'departed', 'sales-closed', 'cancelled', 'timetable-changed'] as const),
  ...(['price-above-limit', 'payment-not-offered', 'no-money', 'no-points'] as const),
  ...(['too-many-seats', 'too-many-unpaid', 'already-used', 'unknown-departure', 'not-allowed', 'invalid'] as const),
)

const statusAnswer = z.union([
  z.object({ id: bookingId, status: bookingStatus }),
  z.object({ id: bookingId, status: z.literal('refused'), ...outcomeSchema.pick({ code: true, data: true }).shape }),
])

/** The exchange, its pokes, and the calls that are intents by another door. */
export function routes(context: Context): AppRouter {
  const { db, config } = context
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'post',
      path: '/sync',
      summary: 'One exchange: intents up, outcomes and changes down',
      who: 'account',
      body: exchangeRequest,
      answer: { status: 200, schema: exchangeResponse },
      problems: { 429: ['too-many'], 503: ['storage-unavailable'] },
    },
    async ({ ctx, actor, body }) => {
      const { intents } = body
      const allowance = { size: config.limits.intents, perMs: minute }
      // By account: a device's name is whatever the client says.
      if (intents.length > 0) ctx.state.limits.spend('intents', actor.account, allowance, intents.length)
      ctx.set('Cache-Control', 'no-store')
      return exchange(context, actor, body)
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/sync/pokes',
      summary: 'Lines of JSON that say which scope moved to which sequence',
      who: 'account',
      answer: { status: 200, schema: null },
    },
    async ({ ctx, actor }) => {
      ctx.type = 'application/x-ndjson'
      ctx.set('Cache-Control', 'no-store')
      // A proxy that gathers the answer would gather it for ever.
      ctx.set('X-Accel-Buffering', 'no')
      ctx.body = pokeStream(context.pokes, actor)
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/bookings',
      summary: 'Book, once for each Idempotency-Key',
      who: 'account',
      body: bookIntent,
      answer: { status: 201, schema: bookingRecord },
      problems: { 400: ['no-idempotency-key'], 503: ['try-again'], ...bookingRefusals },
    },
    async ({ ctx, actor, body }) => {
      const id = idOfKey(ctx, actor.account)
      const outcome = await askOnce(context, actor, { id, name: 'booking.book', args: body })
      const booking = await bookingAfter(context, actor.account, { outcome, id })
      ctx.set('Location', `/api/bookings/${id}`)
      return booking
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/bookings/:id/cancel',
      summary: 'Cancel a booking or some of its passengers, for at most the fee that was quoted; twice is once',
      who: 'account',
      params: named,
      body: cancelIntent.omit({ booking: true }).optional(),
      answer: { status: 200, schema: bookingRecord },
      problems: {
        503: ['try-again'],
        ...refusalsOf('unknown-booking', 'departed', 'already-boarded', 'already-cancelled', 'quote-changed'),
      },
    },
    ({ actor, params, body }) =>
      changeBooking(context, actor, { booking: params.id, name: 'booking.cancel', args: { ...body } }),
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/bookings/:id/status',
      summary: 'What became of a request to book, or of the booking it made',
      who: 'account',
      params: named,
      answer: { status: 200, schema: statusAnswer },
      problems: { 404: ['not-found'] },
    },
    async ({ actor, params: { id } }) => {
      const booking = await bookingOfAccount(db.read, actor.account, id)
      if (booking) return { id, status: booking.status }
      const asked = await readIntent(db.read, id)
      if (asked?.account !== actor.account || asked.outcome === null || asked.status !== 'refused') {
        throw notFound('booking')
      }
      const { code, data } = parseOutcome(asked.outcome)
      return { id, status: 'refused', code, data }
    },
  )

  return router
}
