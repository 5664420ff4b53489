import Router from '@koa/router'
import { bookingId } from 'shared/base/ids.ts'
import { payment as paymentRecord } from 'shared/records.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { rawBodyOf } from '../http/body.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound, Problem } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { payableOf } from '../payments/payable.ts'
import type { TakeWord } from '../payments/tend.ts'
import { takeWord } from './paid.ts'
import { receive } from './receive.ts'

export const payable = paymentRecord.extend({
  provider: z.enum(['local', 'stripe']),
  /** With which the provider's own form takes the payment; null when it cannot be paid (any more). */
  secret: z.string().nullable(),
  publishableKey: z.string().nullable(),
  /** A page on which it can be paid, where the provider has one. */
  url: z.string().nullable(),
})

/** Card payments, where they meet bookings: what a payer needs, and what a provider says. */
export function routes(context: Context): AppRouter {
  const { payments } = context
  const take: TakeWord = (tx, word) => takeWord(tx, context, word)
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'get',
      path: '/bookings/:id/payment',
      summary: 'The latest card payment of a booking, with what is needed to pay it',
      who: 'account',
      params: z.object({ id: bookingId }),
      answer: { status: 200, schema: payable },
      problems: { 404: ['not-found'] },
    },
    async ({ ctx, actor, params }) => {
      ctx.set('Cache-Control', 'no-store')
      const found = await payableOf(context, take, { account: actor.account, booking: params.id })
      if (!found) throw notFound('payment')
      return found
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/payments/webhooks/:provider',
      summary: 'What a card provider tells, signed over the raw body',
      who: 'anyone',
      params: z.object({ provider: z.enum(['local', 'stripe']) }),
      answer: { status: 200, schema: z.object({ taken: z.boolean() }) },
      problems: { 400: ['bad-signature'], 404: ['not-found'] },
    },
    async ({ ctx, params }) => {
      if (payments?.name !== params.provider) throw notFound('provider')
      const raw = await rawBodyOf(ctx)
      const taken = await receive(context, raw, ctx.get(payments.signatureHeader))
      if (taken === undefined) throw new Problem(400, 'bad-signature', 'The signature does not fit, or is too old.')
      return { taken }
    },
  )

  return router
}
