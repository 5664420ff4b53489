import Router from '@koa/router'
import { bookingId, bookingReference, departureId, instant, seatLabel } from 'shared/base/ids.ts'
import type { Result } from 'shared/base/result.ts'
import { mayFor } from 'shared/identity/roles.ts'
import { bookingChoice } from 'shared/records.ts'
import { z } from 'zod'
import { openChoices } from '../booking/read.ts'
import { cancelDeparture, choiceTime, delayDeparture, type DisruptWorld } from '../booking/disrupt.ts'
import { swapVehicle } from '../booking/swap-vehicle.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/transact.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound, Problem, refused } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import type { Actor } from '../identity/actor.ts'
import { agencyOf } from '../inventory/departures.ts'

const named = z.object({ departure: departureId })
const ids = z.array(bookingId)
const disrupted = z.object({ asked: ids, withdrawn: ids })
const problems = { 403: ['not-allowed'], 404: ['not-found'], 409: ['departed', 'cancelled'] } as const
const longestChoice = 14 * 24 * 3_600_000

/** Changes of a departure by those who run it, and the passengers who have to choose because of them. */
export function routes(context: Context): AppRouter {
  const { db, timetables, now } = context
  const router: AppRouter = new Router<AppState>()

  /** @throws Problem 403 for who is no operator at all, 404 for what is not theirs. */
  async function assertMine(actor: Actor, departure: string): Promise<void> {
    const operates = actor.memberships.some(({ agency }) => mayFor(actor, 'departures.change', agency))
    if (!operates)
      throw new Problem(403, 'not-allowed', 'This is for operators: ask who runs this server to make you one.')
    const agency = await agencyOf(db.read, timetables, departure)
    if (agency === undefined || !mayFor(actor, 'departures.change', agency)) throw notFound('departure')
  }

  async function change<T>(
    actor: Actor,
    departure: string,
    verb: (tx: Tx, world: DisruptWorld) => Promise<Result<T>>,
  ): Promise<T> {
    await assertMine(actor, departure)
    const done = await db.transact((tx) => tx.attempt(() => verb(tx, context)))
    if (!done.ok) throw refused(done)
    return done.value
  }

  endpoint(
    router,
    {
      method: 'post',
      path: '/operator/departures/:departure/cancel',
      summary: 'Cancel a departure: its passengers choose until a deadline, or get their money at once (`until` null)',
      who: 'account',
      params: named,
      body: z.strictObject({ until: instant.nullable().optional() }).optional(),
      answer: { status: 200, schema: disrupted },
      problems: { ...problems, 422: ['invalid'] },
    },
    async ({ actor, params: { departure }, body }) => {
      const until = body?.until === undefined ? now() + choiceTime : body.until
      if (until !== null && (until <= now() || until > now() + longestChoice)) {
        throw new Problem(422, 'invalid', 'The deadline lies in the future, at most 14 days from now.')
      }
      return change(actor, departure, (tx, world) => cancelDeparture(tx, world, { departure, until }))
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/operator/departures/:departure/delay',
      summary: 'Say how many minutes a departure is late at every stop; from 60 on its passengers may choose anew',
      who: 'account',
      params: named,
      body: z.strictObject({ minutes: z.number().int().min(0).max(1440) }),
      answer: { status: 200, schema: disrupted },
      problems,
    },
    ({ actor, params: { departure }, body: { minutes } }) =>
      change(actor, departure, (tx, world) => delayDeparture(tx, world, { departure, minutes })),
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/operator/departures/:departure/vehicle',
      summary: 'Send another vehicle: everybody is re-seated; who cannot be is listed and asked what now',
      who: 'account',
      params: named,
      body: z.strictObject({ seatMap: z.string().min(1).max(100) }),
      answer: { status: 200, schema: disrupted.extend({ reseated: ids }) },
      problems: { ...problems, 422: ['invalid'] },
    },
    ({ actor, params: { departure }, body: { seatMap } }) =>
      change(actor, departure, (tx, world) => swapVehicle(tx, world, { departure, seatMap })),
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/operator/departures/:departure/choices',
      summary: 'Bookings of a departure whose passengers have still to choose',
      who: 'account',
      params: named,
      answer: {
        status: 200,
        schema: z.object({
          bookings: z.array(
            z.object({
              id: bookingId,
              reference: bookingReference,
              seats: z.array(seatLabel),
              choice: bookingChoice,
            }),
          ),
        }),
      },
      problems: { 403: ['not-allowed'], 404: ['not-found'] },
    },
    async ({ actor, params: { departure } }) => {
      await assertMine(actor, departure)
      return { bookings: await openChoices(db.read, departure) }
    },
  )

  return router
}
