import { mayFor } from 'shared/identity/roles.ts'
import { parseScope } from 'shared/sync/scope.ts'
import type { Context } from '../context.ts'
import type { Actor } from '../identity/actor.ts'
import { agencyOf } from '../inventory/departures.ts'

/** What is not there and what is not for the asker are the same, so that nobody learns which ids exist. */
export type Access = 'granted' | 'revoked' | 'unknown'

/** Whether the asker may follow a scope now. */
export async function access(
  { db, timetables }: Pick<Context, 'db' | 'timetables'>,
  actor: Actor,
  scope: string,
): Promise<Access> {
  const found = parseScope(scope)
  if (!found) return 'unknown'
  switch (found.kind) {
    case 'public':
      return 'granted'
    case 'account':
      return found.of === actor.account ? 'granted' : 'revoked'
    case 'departure':
      return (await agencyOf(db.read, timetables, found.of)) === undefined ? 'unknown' : 'granted'
    case 'manifest': {
      if (actor.memberships.length === 0) return 'revoked'
      const agency = await agencyOf(db.read, timetables, found.of)
      return agency !== undefined && mayFor(actor, 'manifest.read', agency) ? 'granted' : 'revoked'
    }
    case 'operator':
      return mayFor(actor, 'imports.read', found.of) ? 'granted' : 'revoked'
  }
}
