import type { z } from 'zod'
import type { Actor } from '../identity/actor.ts'
import { bodyOf, parsed, queryOf } from './body.ts'
import { required } from './session.ts'
import type { AppContext, AppRouter } from './types.ts'

type Schema = z.ZodType
type Read<S extends Schema | undefined> = S extends Schema ? z.infer<S> : undefined

/** What a route takes and gives: the door parses by it, and openapi.json is written from it. */
export interface Endpoint<B extends Schema | undefined, Q extends Schema | undefined, P extends Schema | undefined> {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete'
  /** Without the prefix /api. */
  readonly path: string
  readonly summary: string
  /** `account`: only with a valid access token. */
  readonly who: 'anyone' | 'account'
  readonly body?: B
  readonly query?: Q
  readonly params?: P
  /** The status of success and the schema of its body; null where it has none. */
  readonly answer: { readonly status: number; readonly schema: Schema | null }
  /** Stable codes of the problems it may answer, beyond those of the door. */
  readonly problems?: Readonly<Record<number, readonly string[]>>
}

export interface Asked<Who extends 'anyone' | 'account', B, Q, P> {
  readonly ctx: AppContext
  readonly actor: Who extends 'account' ? Actor : Actor | undefined
  readonly body: B
  readonly query: Q
  readonly params: P
}

export type AnyEndpoint = Endpoint<Schema | undefined, Schema | undefined, Schema | undefined>
const described = new WeakMap<AppRouter, AnyEndpoint[]>()

/** The endpoints of a router, for openapi.json. */
export const endpointsOf = (router: AppRouter): readonly AnyEndpoint[] => described.get(router) ?? []

/**
 * Put a route on a router: `endpoint(router, { method: 'get', path: '/auth/me', … }, async ({ actor }) => me(…))`.
 * What the handler returns becomes the body, with the status of `answer`; undefined leaves the response as the handler made it.
 */
export function endpoint<
  Who extends 'anyone' | 'account',
  B extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  P extends Schema | undefined = undefined,
>(
  router: AppRouter,
  spec: Endpoint<B, Q, P> & { readonly who: Who },
  handle: (asked: Asked<Who, Read<B>, Read<Q>, Read<P>>) => Promise<unknown>,
): void {
  described.set(router, [...endpointsOf(router), spec])
  router[spec.method](spec.path, async (ctx: AppContext) => {
    const actor = spec.who === 'account' ? required(ctx.state) : ctx.state.actor
    // The body first: what cannot be read at all is said before what does not fit.
    const body = spec.body && (await bodyOf(ctx, spec.body))
    const params = spec.params && parsed(spec.params, { ...ctx.params }, 'address')
    const query = spec.query && queryOf(ctx, spec.query)
    // The schemas that are absent are absent in the types too; TypeScript cannot follow that through the conditionals.
    const asked = { ctx, actor, body, query, params } as Asked<Who, Read<B>, Read<Q>, Read<P>>
    const answer = await handle(asked)
    if (answer !== undefined) {
      ctx.status = spec.answer.status
      ctx.body = answer
    }
  })
}
