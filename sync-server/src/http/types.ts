import type Router from '@koa/router'
import type { RouterContext } from '@koa/router'
import type { Actor } from '../identity/actor.ts'
import type { Limits } from './limits.ts'

/** What the middlewares of app.ts have found out about a request. */
export interface AppState {
  limits: Limits
  /** Set when the request bears a valid access token of a live session. */
  actor?: Actor
  /** Why the token it bears is no good. */
  tokenProblem?: 'token-expired' | 'token-invalid' | 'session-ended'
}

export type AppRouter = Router<AppState>
export type AppContext = RouterContext<AppState>
