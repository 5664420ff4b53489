import { createHash } from 'node:crypto'
import Router from '@koa/router'
import { bookingId } from 'shared/base/ids.ts'
import { newId } from 'shared/base/random.ts'
import { refuse } from 'shared/base/result.ts'
import { bookIntent, cancelIntent } from 'shared/booking/intents.ts'
import { booking as bookingRecord, bookingStatus } from 'shared/records.ts'
import { exchangeRequest, exchangeResponse, type Outcome } from 'shared/sync/envelope.ts'
import { z } from 'zod'
import { bookingOfAccount } from '../booking/read.ts'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound, Problem, refused } from '../http/problem.ts'
import type { AppContext, AppRouter, AppState } from '../http/types.ts'
import { askOnce, exchange } from './exchange.ts'
import { readIntent } from './intent-store.ts'
import { parseOutcome } from './outcomes.ts'
import { pokeStream } from './poke-stream.ts'

const minute = 60_000
const idempotencyKey = /^[\x21-\x7e]{1,200}$/
const named = z.object({ id: bookingId })

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

  /** The booking as it is after an intent about it, or the refusal as a problem. */
  async function bookingAfter(account: string, outcome: Outcome, id: string) {
    if (outcome.status === 'later') {
      throw new Problem(503, 'try-again', 'This could not be decided now: ask again.', {
        headers: { 'Retry-After': '5' },
      })
    }
    if (outcome.code !== null) throw refused(refuse(outcome.code, outcome.data))
    const found = await bookingOfAccount(db.read, account, id)
    if (!found) throw notFound('booking')
    return found
  }

  endpoint(
    router,
    {
      method: 'post',
      path: '/bookings',
      summary: 'Book, once for each Idempotency-Key',
      who: 'account',
      body: bookIntent,
      answer: { status: 201, schema: bookingRecord },
      problems: {
        400: ['no-idempotency-key'],
        409: ['seats-taken', 'not-enough', 'price-above-limit', 'already-used'],
      },
    },
    async ({ ctx, actor, body }) => {
      const id = intentIdOf(ctx, actor.account)
      const outcome = await askOnce(context, actor, { id, name: 'booking.book', args: body })
      const booking = await bookingAfter(actor.account, outcome, id)
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
      problems: { 404: ['unknown-booking'], 409: ['departed', 'already-boarded', 'quote-changed'] },
    },
    async ({ actor, params, body }) => {
      const args = { booking: params.id, ...body }
      const ask = { id: newId(context.random), name: 'booking.cancel', args } as const
      return bookingAfter(actor.account, await askOnce(context, actor, ask), params.id)
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/bookings/:id/status',
      summary: 'What became of a request to book, or of the booking it made',
      who: 'account',
      params: named,
      answer: {
        status: 200,
        schema: z.object({ id: bookingId, status: z.union([bookingStatus, z.literal('refused')]) }),
      },
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

/** The intent of a call: the same account and key name the same intent, whenever they come. */
function intentIdOf(ctx: AppContext, account: string): string {
  const key = ctx.get('idempotency-key')
  if (!idempotencyKey.test(key)) {
    const advice =
      'Send an Idempotency-Key of 1 to 200 visible characters, fresh for each booking and the same on a retry.'
    throw new Problem(400, 'no-idempotency-key', advice)
  }
  return createHash('sha256').update(`${account}\n${key}`).digest('hex').slice(0, 32)
}
