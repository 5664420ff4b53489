import Router from '@koa/router'
import { z } from 'zod'
import {
  person as personSchema,
  profileChange,
  registerBody,
  sessionAnswer,
  signInBody,
} from 'shared/identity/account.ts'
import type { Context } from '../context.ts'
import { attempt } from '../http/attempts.ts'
import { endpoint } from '../http/endpoint.ts'
import { Problem } from '../http/problem.ts'
import { clearRefreshCookie, readRefreshCookie, sameOrigin, setRefreshCookie } from '../http/refresh-cookie.ts'
import type { AppContext, AppRouter, AppState } from '../http/types.ts'
import { changePerson, person } from './person.ts'
import { isGuessable, register } from './register.ts'
import { beginSession, endSession, type OpenSession, renewSession } from './sessions.ts'
import { accountOf } from './sign-in.ts'

const wrong = () => new Problem(401, 'wrong-credentials', 'The email address or the password is wrong.')
const account = z.object({ account: personSchema })

export function routes(context: Context): AppRouter {
  const { db, config, passwords, accessTokens, random, log, pokes } = context
  const router: AppRouter = new Router<AppState>()

  /** Hand out the cookie and the access token, where a session begins or goes on. */
  async function opened(ctx: AppContext, open: OpenSession) {
    const now = context.now()
    setRefreshCookie(ctx, config, open.refreshToken, Math.floor((open.endsAt - now) / 1000))
    const { token, expiresAt } = accessTokens.issue(open, now)
    ctx.set('Cache-Control', 'no-store')
    return { accessToken: token, expiresAt, account: await person(db.read, open.account) }
  }

  endpoint(
    router,
    {
      method: 'post',
      path: '/auth/register',
      summary: 'Make an account and begin a session',
      who: 'anyone',
      body: registerBody,
      answer: { status: 201, schema: sessionAnswer },
      problems: { 409: ['email-taken'], 422: ['guessable-password'] },
    },
    async ({ ctx, body }) => {
      sameOrigin(ctx, config)
      attempt(ctx, config, body.email)
      if (isGuessable(body)) {
        const message = 'is among the first that guessers try: choose another, such as three or four unrelated words'
        throw new Problem(422, 'guessable-password', `The password ${message}.`, {
          issues: [{ path: 'password', message }],
        })
      }
      const hash = await passwords.hash(body.password)
      const open = await db.transact(async (tx) => {
        const id = await register(tx, { ...body, hash }, random)
        return id === null ? null : beginSession(tx, id, random)
      })
      if (!open) throw new Problem(409, 'email-taken', 'This email address has an account: sign in instead.')
      log.info('account.registered', { account: open.account })
      return opened(ctx, open)
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/auth/login',
      summary: 'Sign in: begin a session',
      who: 'anyone',
      body: signInBody,
      answer: { status: 200, schema: sessionAnswer },
      problems: { 401: ['wrong-credentials'] },
    },
    async ({ ctx, body }) => {
      sameOrigin(ctx, config)
      const harmless = attempt(ctx, config, body.email)
      const found = await accountOf(db.read, passwords, body)
      if (found === null) {
        log.warn('sign-in.failed', { address: ctx.ip })
        throw wrong()
      }
      harmless()
      const open = await db.transact((tx) => beginSession(tx, found, random))
      log.info('session.begun', { account: open.account, session: open.session })
      return opened(ctx, open)
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/auth/refresh',
      summary: 'Go on with the session of the cookie: a new access token, and a new cookie',
      who: 'anyone',
      answer: { status: 200, schema: sessionAnswer },
      problems: { 401: ['no-session'], 403: ['wrong-origin'] },
    },
    async ({ ctx }) => {
      sameOrigin(ctx, config)
      const token = readRefreshCookie(ctx, config) ?? ''
      const renewal = await db.transact((tx) => renewSession(tx, token))
      if (renewal.ok) return opened(ctx, renewal.open)
      if (renewal.why === 'reused') {
        log.warn('session.token-reused', { session: renewal.session, address: ctx.ip })
        if (renewal.session !== undefined) pokes.endSession(renewal.session)
      }
      clearRefreshCookie(ctx, config)
      throw new Problem(401, 'no-session', 'There is no session to go on with: sign in.')
    },
  )

  endpoint(
    router,
    {
      method: 'post',
      path: '/auth/logout',
      summary: 'End the session of the cookie, or of the access token; asking twice is harmless',
      who: 'anyone',
      answer: { status: 204, schema: null },
      problems: { 403: ['wrong-origin'] },
    },
    async ({ ctx, actor }) => {
      sameOrigin(ctx, config)
      const token = readRefreshCookie(ctx, config) ?? ''
      const ended = await db.transact((tx) => endSession(tx, { token, session: actor?.session }))
      for (const session of ended) {
        pokes.endSession(session)
        log.info('session.ended', { session })
      }
      clearRefreshCookie(ctx, config)
      ctx.status = 204
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/auth/me',
      summary: 'Who I am',
      who: 'account',
      answer: { status: 200, schema: account },
    },
    async ({ actor }) => ({ account: await person(db.read, actor.account) }),
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/users/me',
      summary: 'My profile',
      who: 'account',
      answer: { status: 200, schema: account },
    },
    async ({ actor }) => ({ account: await person(db.read, actor.account) }),
  )

  endpoint(
    router,
    {
      method: 'patch',
      path: '/users/me',
      summary: 'Change my name or telephone number; null takes the number away',
      who: 'account',
      body: profileChange,
      answer: { status: 200, schema: account },
    },
    async ({ actor, body }) => ({ account: await db.transact((tx) => changePerson(tx, actor.account, body)) }),
  )

  return router
}
