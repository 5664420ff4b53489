import type { Middleware } from 'koa'
import type { Config } from '../config.ts'
import type { Limits } from './limits.ts'
import type { AppState } from './types.ts'

const minute = 60_000

/** Requests a minute of one address, and of one account: an account behind a shared address keeps its own share. */
export function limitRequests(config: Config, limits: Limits): Middleware<AppState> {
  return async (ctx, next) => {
    ctx.state.limits = limits
    const { actor } = ctx.state
    if (actor) limits.spend('account', actor.account, { size: config.limits.account, perMs: minute })
    else limits.spend('address', ctx.ip, { size: config.limits.address, perMs: minute })
    await next()
  }
}
