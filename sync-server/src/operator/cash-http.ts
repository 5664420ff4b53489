import Router from '@koa/router'
import { accountId, feedId, id128, instant, moneySchema } from 'shared/base/ids.ts'
import { may, mayFor } from 'shared/identity/roles.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import type { Reader } from '../db/transact.ts'
import { endpoint } from '../http/endpoint.ts'
import { idOfKey } from '../http/idempotency-key.ts'
import { notFound, Problem, refused } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { nameOf } from '../identity/person.ts'
import { cashOf, handOver, type HandOver, handOversTo } from '../payments/hand-over.ts'

const handOverAnswer = z.object({
  id: id128,
  agency: feedId,
  conductor: accountId,
  conductorName: z.string(),
  amount: moneySchema,
  by: accountId,
  byName: z.string(),
  at: instant,
})
const cashAnswer = z.object({
  agencies: z.array(
    z.object({
      agency: feedId,
      held: z.array(z.object({ conductor: accountId, name: z.string(), sums: z.array(moneySchema) })),
      handOvers: z.array(handOverAnswer),
    }),
  ),
})
const handOverBody = z.strictObject({
  agency: feedId,
  conductor: accountId,
  amount: moneySchema.refine(({ amount }) => amount > 0, 'must be above 0'),
})

/** The cash of an agency: who holds it, and how it came into the till. */
export function routes(context: Context): AppRouter {
  const { db } = context
  const router: AppRouter = new Router<AppState>()

  const named = async (reader: Reader, done: HandOver) => ({
    ...done,
    conductorName: await nameOf(reader, done.conductor),
    byName: await nameOf(reader, done.by),
  })

  endpoint(
    router,
    {
      method: 'get',
      path: '/operator/cash',
      summary: 'What conductors hold of your agencies’ cash, and the latest 200 hand-overs of each',
      who: 'account',
      answer: { status: 200, schema: cashAnswer },
      problems: { 403: ['not-allowed'] },
    },
    async ({ ctx, actor }) => {
      const mine = actor.memberships.filter(({ role }) => may(role, 'cash.settle')).map(({ agency }) => agency)
      if (mine.length === 0)
        throw new Problem(403, 'not-allowed', 'This is for operators: ask who runs this server to make you one.')
      ctx.set('Cache-Control', 'no-store')
      const agencies = []
      for (const agency of [...new Set(mine)].sort()) {
        const held = []
        for (const [conductor, sums] of await cashOf(db.read, agency)) {
          held.push({ conductor, name: await nameOf(db.read, conductor), sums })
        }
        const handOvers = []
        for (const done of await handOversTo(db.read, agency)) handOvers.push(await named(db.read, done))
        agencies.push({ agency, held, handOvers })
      }
      return { agencies }
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/operator/cash/hand-overs',
      summary: 'Record that a conductor handed cash over to the agency, once for each Idempotency-Key',
      who: 'account',
      body: handOverBody,
      answer: { status: 201, schema: handOverAnswer },
      problems: { 400: ['no-idempotency-key'], 404: ['not-found'], 409: ['no-money', 'already-used'] },
    },
    async ({ ctx, actor, body }) => {
      const id = idOfKey(ctx, actor.account)
      // What is not theirs is not there.
      if (!mayFor(actor, 'cash.settle', body.agency)) throw notFound('agency')
      const done = await db.transact((tx) => tx.attempt(() => handOver(tx, { ...body, id, by: actor.account })))
      if (!done.ok) throw refused(done)
      return named(db.read, done.value)
    },
  )

  return router
}
