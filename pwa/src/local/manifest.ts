import type { BoardingEvent, ManifestEntry } from 'shared/records.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { readOutbox } from './intents.ts'
import { recordsIn } from './rows.ts'
import type { Stores } from './stores.ts'

export interface Manifest {
  readonly entries: ManifestEntry[]
  readonly events: BoardingEvent[]
  /** Facts of this phone that the manifest does not show yet. */
  readonly waitingEvents: BoardIntent[]
  readonly asOf: number | null
  /** The server keeps this list from this person: a role that was taken away. */
  readonly withdrawn: boolean
}

/** The list of a departure as this phone holds it, with what it noted itself. */
export async function readManifest(
  { outbox, cache }: Pick<Stores, 'outbox' | 'cache'>,
  departure: string,
): Promise<Manifest> {
  const scope = `manifest:${departure}`
  const [entries, events, row, { waiting }] = await Promise.all([
    recordsIn(cache, scope, 'manifest-entry'),
    recordsIn(cache, scope, 'boarding-event'),
    cache.scopes.get(scope),
    readOutbox(outbox, false),
  ])
  const known = new Set(events.map((event) => event.event))
  const waitingEvents = waiting.flatMap((intent) =>
    intent.name === 'tickets.board' && intent.args.departure === departure && !known.has(intent.args.event)
      ? [intent.args]
      : [],
  )
  const gone = row?.gone ?? null
  return { entries, events, waitingEvents, asOf: gone ? null : (row?.asOf ?? null), withdrawn: gone === 'revoked' }
}
