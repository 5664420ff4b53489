import type { Membership, Role } from 'shared/identity/roles.ts'
import { rolesOf } from 'shared/identity/roles.ts'
import type { Reader } from '../db/transact.ts'
import type { AccessClaims } from './access-tokens.ts'
import { liveSession, membershipsOf } from './store.ts'

/** Who asks: read from the database at each request, so a role taken away or a session ended counts at once. */
export interface Actor {
  readonly account: string
  readonly session: string
  readonly roles: readonly Role[]
  readonly memberships: readonly Membership[]
}

/** The person behind a valid access token; null when the session has ended or the account is closed. */
export async function actorOf(reader: Reader, claims: AccessClaims, now: number): Promise<Actor | null> {
  const live = await reader.get(liveSession, { session: claims.session, account: claims.account, now })
  if (!live) return null
  return actorOfAccount(reader, claims)
}

/** The permissions of an account as they are now, for work that must ask again inside its own transaction. */
export async function actorOfAccount(reader: Reader, { account, session }: AccessClaims): Promise<Actor> {
  const memberships = await reader.all(membershipsOf, { account })
  return { account, session, memberships, roles: rolesOf(memberships) }
}
