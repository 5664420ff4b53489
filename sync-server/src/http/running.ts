import { createHash, timingSafeEqual } from 'node:crypto'
import Router from '@koa/router'
import { alive } from '../db/alive.ts'
import type { Context } from '../context.ts'
import type { Metrics } from './metrics.ts'
import { notFound, Problem } from './problem.ts'
import type { AppContext, AppRouter, AppState } from './types.ts'

const loopback = /^(127\.|::1$|::ffff:127\.)/
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export interface Running {
  readonly metrics: Metrics
  readonly openapi: () => object
  /** False once the server was told to stop: a balancer sends no more. */
  readonly accepting: () => boolean
}

/** What whoever runs the server asks it. */
export function runningRoutes(context: Context, { metrics, openapi, accepting }: Running): AppRouter {
  const router: AppRouter = new Router<AppState>()
  const both = (path: string): string[] => [path, `/api${path}`]
  let described: string | undefined

  router.get(both('/healthz'), (ctx) => {
    ctx.body = { status: 'alive' }
  })
  router.get(both('/readyz'), async (ctx) => {
    if (!accepting()) throw new Problem(503, 'stopping', 'The server stops.', { headers: { 'Retry-After': '5' } })
    await alive(context.db.read)
    ctx.body = { status: 'ready', feeds: context.timetables.current().length }
  })
  router.get(both('/openapi.json'), (ctx) => {
    ctx.set('Cache-Control', 'no-cache')
    ctx.type = 'application/json'
    described ??= JSON.stringify(openapi())
    ctx.body = described
  })
  router.get(both('/metrics'), (ctx) => {
    if (!mayMeasure(ctx)) throw notFound('address')
    ctx.type = 'text/plain; version=0.0.4'
    ctx.body = metrics.text()
  })

  /** With METRICS_TOKEN by that token; without, from this machine alone and not through a proxy. */
  function mayMeasure(ctx: AppContext): boolean {
    const wanted = context.config.metricsToken
    if (wanted !== null) return timingSafeEqual(digest(ctx.get('authorization')), digest(`Bearer ${wanted}`))
    return loopback.test(ctx.req.socket.remoteAddress ?? '') && ctx.get('x-forwarded-for') === ''
  }

  return router
}
