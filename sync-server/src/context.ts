import type { RandomBytes } from 'shared/base/random.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import type { Config } from './config.ts'
import type { Database } from './db/transact.ts'
import type { Passwords } from './identity/passwords.ts'
import type { AccessTokens } from './identity/access-tokens.ts'
import type { Log } from './log.ts'
import type { CardProvider } from './payments/providers/provider.ts'
import type { Pokes } from './sync/pokes.ts'
import type { TicketSigner } from './tickets/signer.ts'

/** What a verb or a route may need from outside; made once by main.ts, by testing/server.ts, and by a simulation. */
export interface Context {
  readonly db: Database
  readonly now: () => number
  readonly random: RandomBytes
  readonly log: Log
  readonly config: Config
  readonly passwords: Passwords
  readonly accessTokens: AccessTokens
  readonly signer: TicketSigner
  readonly pokes: Pokes
  /** Who takes cards; null where none are taken. */
  readonly payments: CardProvider | null
  /** The current packs, opened. `refresh` looks at once for what was published; it is looked for each second anyway. */
  readonly timetables: { current(): readonly Timetable[]; refresh(): Promise<void> }
}
