import Router from '@koa/router'
import { intentId } from 'shared/base/ids.ts'
import { may } from 'shared/identity/roles.ts'
import { conflictsAnswer, reissueConflict, settleBody } from 'shared/operator/views.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound, Problem } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import type { Actor } from '../identity/actor.ts'
import { conflicts, settleConflict } from './conflicts.ts'

/**
 * The agencies whose departures this person may change.
 * @throws Problem 403 not-allowed when there are none.
 */
function agenciesOf({ memberships }: Actor): string[] {
  const agencies = memberships.filter(({ role }) => may(role, 'departures.change')).map(({ agency }) => agency)
  if (agencies.length === 0)
    throw new Problem(403, 'not-allowed', 'This is for operators: ask who runs this server to make you one.')
  return [...new Set(agencies)]
}

/** What a restore left for a person to settle. */
export function routes({ db }: Context): AppRouter {
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'get',
      path: '/operator/conflicts',
      summary: 'What was confirmed before a restore and could not be again, with the signed tickets; open ones first',
      who: 'account',
      answer: { status: 200, schema: conflictsAnswer },
      problems: { 403: ['not-allowed'] },
    },
    async ({ actor }) => ({ conflicts: await conflicts(db.read, agenciesOf(actor)) }),
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/operator/conflicts/:id/settle',
      summary: 'Say what was done about one; twice is once, with the first word',
      who: 'account',
      params: z.object({ id: intentId }),
      body: settleBody,
      answer: { status: 200, schema: reissueConflict },
      problems: { 403: ['not-allowed'], 404: ['not-found'] },
    },
    async ({ actor, params: { id }, body: { note } }) => {
      const asked = { id, agencies: agenciesOf(actor), by: actor.account, note }
      const settled = await db.transact((tx) => settleConflict(tx, asked))
      if (!settled) throw notFound('conflict')
      return settled
    },
  )

  return router
}
