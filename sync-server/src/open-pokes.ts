import type { Config } from './config.ts'
import { longestText, openPostgresBus } from './db/postgres-bus.ts'
import type { Log } from './log.ts'
import { createPokes, type Pokes } from './sync/pokes.ts'
import { sharePokes } from './sync/pokes-between.ts'

/** Pokes of this process; on PostgreSQL joined with those of the other processes on the same database. */
export function openPokes({ database }: Config, log: Log): { pokes: Pokes; close(): Promise<void> } {
  const own = createPokes()
  if (!database) return { pokes: own, close: async () => own.close() }
  const bus = openPostgresBus({
    url: database.url,
    hear: (text) => pokes.hear(text),
    missed: () => pokes.missed(),
    onLost: (cause) => log.warn('pokes.connection-lost', { cause }),
  })
  const pokes = sharePokes(own, { tell: bus.tell, longest: longestText })
  return {
    pokes,
    async close() {
      own.close()
      await bus.close()
    },
  }
}
