import type { Membership, Role } from 'shared/identity/roles.ts'
import { rolesOf } from 'shared/identity/roles.ts'
import type { Reader } from '../db/transact.ts'
import type { AccessClaims } from './access-tokens.ts'
import { arrivesWith } from './sessions.ts'
import { liveSession, membershipsOf } from './store.ts'

type Whose = Pick<AccessClaims, 'account' | 'session'>

/** Who asks: read from the database at each request, so a role taken away or a session ended counts at once. */
export interface Actor {
  readonly account: string
  readonly session: string
  readonly roles: readonly Role[]
  readonly memberships: readonly Membership[]
}

/** The person of a session; null when the session has ended or the account is closed. */
export async function actorOf(reader: Reader, { account, session }: Whose, now: number): Promise<Actor | null> {
  const live = await reader.get(liveSession, { session, account, now })
  return live ? actorOfAccount(reader, { account, session }) : null
}

export interface Bearer {
  readonly actor: Actor
  /** This is the first that the server hears of the refresh token it gave out last: `noteArrival` wants to know. */
  readonly arrives: boolean
}

/** The person behind a valid access token; null when the session has ended or the account is closed. */
export async function bearerOf(reader: Reader, claims: AccessClaims, now: number): Promise<Bearer | null> {
  const { account, session } = claims
  const live = await reader.get(liveSession, { session, account, now })
  return live ? { actor: await actorOfAccount(reader, claims), arrives: arrivesWith(live, claims.link) } : null
}

/** The permissions of an account as they are now, for work that must ask again inside its own transaction. */
export async function actorOfAccount(reader: Reader, { account, session }: Whose): Promise<Actor> {
  const memberships = await reader.all(membershipsOf, { account })
  return { account, session, memberships, roles: rolesOf(memberships) }
}
