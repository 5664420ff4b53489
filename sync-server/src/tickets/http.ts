import Router from '@koa/router'
import { ticketId } from 'shared/base/ids.ts'
import { ticket as ticketRecord } from 'shared/records.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound } from '../http/problem.ts'
import type { AppRouter, AppState } from '../http/types.ts'
import { jwkSet } from './keys.ts'
import { ticketOfAccount } from './records.ts'

const jwks = z.object({ keys: z.array(z.object({ kty: z.string(), crv: z.string(), kid: z.string(), x: z.string() })) })

export function routes({ db, signer }: Context): AppRouter {
  const router: AppRouter = new Router<AppState>()

  endpoint(
    router,
    {
      method: 'get',
      path: '/tickets/keys',
      summary: 'Public ticket keys, a JWK set: with these alone a ticket can be checked',
      who: 'anyone',
      answer: { status: 200, schema: jwks },
    },
    async ({ ctx }) => {
      ctx.set('Cache-Control', 'public, max-age=3600')
      return jwkSet(signer.keys)
    },
  )

  endpoint(
    router,
    {
      method: 'get',
      path: '/tickets/:id',
      summary: 'A ticket with the text of its code',
      who: 'account',
      params: z.object({ id: ticketId }),
      answer: { status: 200, schema: ticketRecord },
      problems: { 404: ['not-found'] },
    },
    async ({ actor, params }) => {
      const ticket = await ticketOfAccount(db.read, actor.account, params.id)
      if (!ticket) throw notFound('ticket')
      return ticket
    },
  )

  return router
}
