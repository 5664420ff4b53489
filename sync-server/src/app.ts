import { fileURLToPath } from 'node:url'
import Router from '@koa/router'
import Koa from 'koa'
import type { Context } from './context.ts'
import { door, plainAddress } from './http/door.ts'
import { securityHeaders } from './http/headers.ts'
import { limitRequests } from './http/limit-requests.ts'
import { makeLimits } from './http/limits.ts'
import { makeMetrics } from './http/metrics.ts'
import { openapiOf } from './http/openapi.ts'
import { Problem } from './http/problem.ts'
import { runningRoutes } from './http/running.ts'
import { session } from './http/session.ts'
import { staticFiles } from './http/static.ts'
import type { AppRouter, AppState } from './http/types.ts'
import { routes as booking } from './booking/http.ts'
import { routes as bookingPayments } from './booking/payments-http.ts'
import { routes as wallet } from './booking/wallet-http.ts'
import { routes as identity } from './identity/http.ts'
import { routes as inventory } from './inventory/http.ts'
import { routes as payments } from './payments/http.ts'
import { routes as stripePayments } from './payments/stripe-http.ts'
import { routes as sync } from './sync/http.ts'
import { routes as bookingChanges } from './sync/changes-http.ts'
import { routes as restores } from './sync/restore-http.ts'
import { routes as tickets } from './tickets/http.ts'
import { soldDeparture } from './inventory/departures.ts'
import { loadsOf } from './inventory/free-seats.ts'
import { routes as operator } from './operator/http.ts'
import { routes as operatorCash } from './operator/cash-http.ts'
import { routes as operatorChanges } from './operator/changes-http.ts'
import { routes as timetableRoutes } from './timetable/http.ts'

/** The timetable answers with what inventory, above it, knows of seats and of departures frozen by a booking. */
const timetable = (context: Context) =>
  timetableRoutes(context, {
    loadsOf: (rides) => loadsOf(context.db.read, context.timetables, rides),
    departure: async (id) => (await soldDeparture(context.db.read, context.timetables, id))?.departure,
  })

/** Every room that speaks HTTP. */
const rooms: readonly ((context: Context) => AppRouter)[] = [
  identity,
  timetable,
  inventory,
  tickets,
  booking,
  bookingPayments,
  wallet,
  payments,
  stripePayments,
  sync,
  bookingChanges,
  restores,
  operator,
  operatorChanges,
  operatorCash,
]

export interface App {
  readonly koa: Koa<AppState>
  /** Answer 503 to /readyz from now on. */
  refuseMore(): void
  close(): void
}

/** The whole HTTP side of a server, without a socket. */
export function makeApp(context: Context): App {
  const { config, log, now } = context
  const koa = new Koa<AppState>({ proxy: config.trustProxy > 0, maxIpsCount: config.trustProxy })
  const metrics = makeMetrics(log)
  const limits = makeLimits(now)
  const routers = rooms.map((routes) => routes(context))
  let accepting = true
  const api = new Router<AppState>({ prefix: '/api' })
  for (const router of routers) api.use(router.routes())
  const running = runningRoutes(context, { metrics, openapi: () => openapiOf(routers), accepting: () => accepting })

  koa.use(metrics.measure)
  koa.use(securityHeaders(config))
  koa.use(door(log))
  koa.use(plainAddress())
  koa.use(running.routes())
  koa.use(staticFiles(config.staticDir ?? fileURLToPath(new URL('../../pwa/dist', import.meta.url))))
  koa.use(session(context))
  koa.use(limitRequests(config, limits))
  koa.use(api.routes())
  koa.use(api.allowedMethods({ throw: true, methodNotAllowed: wrongMethod, notImplemented: wrongMethod }))
  koa.on('error', (error) => {
    if (wentAway(error)) log.debug('connection.gone')
    else log.warn('connection.failed', { cause: error })
  })

  return {
    koa,
    refuseMore: () => void (accepting = false),
    close: () => metrics.close(),
  }
}

const wrongMethod = (): Problem => new Problem(405, 'wrong-method', 'This address does not know this method.')

/** The client closed before the answer was whole: phones do that all day, each poke stream ends so. */
const wentAway = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(String(error.code))
