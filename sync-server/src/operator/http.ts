import Router from '@koa/router'
import { dayOfText } from 'shared/base/time.ts'
import { may } from 'shared/identity/roles.ts'
import { departuresAnswer, departuresQuery, importsAnswer } from 'shared/operator/views.ts'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound, Problem } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import type { Actor } from '../identity/actor.ts'
import { departuresWithLoad } from './departures.ts'
import { imports } from './imports.ts'

/** A city's buses leave thousands of times a day; one screen lists the first so many. */
const most = 1000

/**
 * The agencies for which this person is an operator.
 * @throws Problem 403 not-allowed when there are none.
 */
function agenciesOf({ memberships }: Actor): string[] {
  const agencies = memberships.filter(({ role }) => may(role, 'imports.read')).map(({ agency }) => agency)
  if (agencies.length === 0)
    throw new Problem(403, 'not-allowed', 'This is for operators: ask who runs this server to make you one.')
  return [...new Set(agencies)].sort()
}

export function routes(context: Context): AppRouter {
  const { db, timetables } = context
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'get',
      path: '/operator/imports',
      summary: 'Imports of the feeds you work for, with their reports',
      who: 'account',
      answer: { status: 200, schema: importsAnswer },
      problems: { 403: ['not-allowed'] },
    },
    async ({ actor }) => ({ imports: await imports(db.read, agenciesOf(actor)) }),
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/operator/departures',
      summary: 'Departures of a day with bookings, passengers, boarded and money due',
      who: 'account',
      query: departuresQuery,
      answer: { status: 200, schema: departuresAnswer },
      problems: { 403: ['not-allowed'], 404: ['not-found'], 422: ['invalid'] },
    },
    async ({ actor, query }) => {
      const mine = agenciesOf(actor)
      const day = dayOfText(query.day)
      if (day === undefined) throw new Problem(422, 'invalid', `There is no day ${query.day}: write YYYY-MM-DD.`)
      if (query.agency !== undefined && !mine.includes(query.agency)) throw notFound('agency')
      const held = timetables.current()
      const names = new Map(held.flatMap((timetable) => timetable.agencies.map(({ id, name }) => [id, name] as const)))
      const asked = query.agency === undefined ? mine : [query.agency]
      const lists = await Promise.all(asked.map((agency) => departuresWithLoad(db.read, held, { agency, day, most })))
      const all = lists
        .flatMap(({ departures }) => departures)
        .sort((a, b) => Date.parse(a.first.at) - Date.parse(b.first.at))
      return {
        day: query.day,
        agencies: mine.map((id) => ({ id, name: names.get(id) ?? id })),
        departures: all.slice(0, most),
        more: lists.reduce((sum, { total }) => sum + total, 0) - Math.min(all.length, most),
      }
    },
  )
  return router
}
