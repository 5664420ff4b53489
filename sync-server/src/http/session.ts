import type { Middleware } from 'koa'
import type { Context } from '../context.ts'
import type { AccessClaims } from '../identity/access-tokens.ts'
import { type Actor, bearerOf } from '../identity/actor.ts'
import { noteArrival } from '../identity/sessions.ts'
import { Problem } from './problem.ts'
import type { AppState } from './types.ts'

const header = /^Bearer ([A-Za-z0-9_.-]{1,2000})$/i

/** Finds out who asks. A request without a token, or with a bad one, goes on as nobody's: routes ask `required`. */
export function session(context: Context): Middleware<AppState> {
  return async (ctx, next) => {
    const given = ctx.get('authorization')
    if (given !== '') await identify(ctx.state, given)
    await next()
  }

  async function identify(state: AppState, given: string): Promise<void> {
    const now = context.now()
    const token = header.exec(given)?.[1]
    const read = token === undefined ? undefined : context.accessTokens.verify(token, now)
    if (!read?.ok) {
      state.tokenProblem = read?.code ?? 'token-invalid'
      return
    }
    const bearer = await bearerOf(context.db.read, read.claims, now)
    if (!bearer) {
      state.tokenProblem = 'session-ended'
      return
    }
    state.actor = bearer.actor
    if (bearer.arrives) await note(read.claims)
  }

  /** Once after each renewal. Where nothing can be stored, the next request brings it again: no reading waits for a disk. */
  async function note(claims: AccessClaims): Promise<void> {
    try {
      await context.db.transact((tx) => noteArrival(tx, claims))
    } catch (cause) {
      context.log.warn('session.arrival-not-noted', { cause })
    }
  }
}

const sentences = {
  'no-token': 'This needs an account: sign in and send the access token as a bearer token.',
  'token-expired': 'The access token has ended: ask for a new one with POST /api/auth/refresh.',
  'token-invalid': 'The access token is not valid: sign in again.',
  'session-ended': 'This session has ended: sign in again.',
} as const

/**
 * The person who asks.
 * @throws Problem 401 with the code token-expired, token-invalid, session-ended or no-token.
 */
export function required(state: AppState): Actor {
  if (state.actor) return state.actor
  const code = state.tokenProblem ?? 'no-token'
  throw new Problem(401, code, sentences[code], { headers: { 'WWW-Authenticate': 'Bearer realm="wayfare"' } })
}
