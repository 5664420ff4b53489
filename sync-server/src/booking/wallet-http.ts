import Router from '@koa/router'
import { id128, moneySchema } from 'shared/base/ids.ts'
import { walletEntry } from 'shared/records.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { idOfKey } from '../http/idempotency-key.ts'
import { notFound, Problem, refused } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { walletOf } from '../payments/balance.ts'
import { entriesOf, isPlace } from '../payments/entries.ts'
import { payableOf } from '../payments/payable.ts'
import type { TakeWord } from '../payments/tend.ts'
import { beginTopUp } from '../payments/top-up.ts'
import { takeWord } from './paid.ts'
import { payable } from './payments-http.ts'

const walletAnswer = z.object({
  balances: z.array(moneySchema),
  points: z.number().int(),
  entries: z.array(walletEntry),
  /** The next page begins there: send it as `before`. Null at the end. */
  next: z.string().nullable(),
})

/** The wallet of whoever asks, and putting money into it. */
export function routes(context: Context): AppRouter {
  const { db } = context
  const take: TakeWord = (tx, word) => takeWord(tx, context, word)
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'get',
      path: '/wallet',
      summary: 'Money and points, with the entries, the latest first, fifty at once',
      who: 'account',
      query: z.strictObject({ before: z.string().max(240).refine(isPlace, 'is no `next` of an answer').optional() }),
      answer: { status: 200, schema: walletAnswer },
    },
    async ({ ctx, actor, query }) => {
      ctx.set('Cache-Control', 'no-store')
      return { ...(await walletOf(db.read, actor.account)), ...(await entriesOf(db.read, actor.account, query.before)) }
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/wallet/top-ups',
      summary: 'Begin to put money into the wallet by card, once for each Idempotency-Key',
      who: 'account',
      body: moneySchema,
      answer: { status: 201, schema: payable },
      problems: { 400: ['no-idempotency-key'], 409: ['payment-not-offered', 'already-used'] },
    },
    async ({ ctx, actor, body }) => {
      const { account } = actor
      const id = idOfKey(ctx, account)
      const begun = await db.transact((tx) => tx.attempt(() => beginTopUp(tx, context, { id, account, money: body })))
      if (!begun.ok) throw refused(begun)
      const found = await payableOf(context, take, { account, payment: id })
      if (!found) throw notFound('payment')
      if (found.amount.amount !== body.amount || found.amount.currency !== body.currency) {
        throw new Problem(409, 'already-used', 'This Idempotency-Key began a top-up of another amount.')
      }
      ctx.set('Cache-Control', 'no-store')
      ctx.set('Location', `/api/wallet/top-ups/${id}`)
      return found
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/wallet/top-ups/:id',
      summary: 'A top-up, with what is needed to pay it',
      who: 'account',
      params: z.object({ id: id128 }),
      answer: { status: 200, schema: payable },
      problems: { 404: ['not-found'] },
    },
    async ({ ctx, actor, params }) => {
      ctx.set('Cache-Control', 'no-store')
      const found = await payableOf(context, take, { account: actor.account, payment: params.id })
      if (found?.purpose !== 'top-up') throw notFound('payment')
      return found
    },
  )

  return router
}
