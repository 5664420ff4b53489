import type { IntentName } from 'shared/intents.ts'
import type { Outcome } from 'shared/sync/envelope.ts'
import type { IntentEnvelope } from 'shared/sync/envelope.ts'
import type { Dice } from './dice.ts'
import type { Ride } from './template.ts'
import type { Deed } from './words.ts'

/** Somebody with a phone, in a hurry: what they ask next, by what they were told. */
export interface Person {
  /** Requests for the queue. */
  wishes(): IntentEnvelope[]
  /** What is followed. */
  scopes(account: string): readonly string[]
  /** A row that came down in a scope. */
  learn(scope: string, row: { readonly kind: string; readonly value: unknown }): void
  /** What became of a request. */
  hear(envelope: IntentEnvelope, outcome: Outcome): void
  /** Something that is done outside of the queue. */
  errand(web: Web): Promise<void>
}

/** What every person has. */
export interface Desk {
  readonly dice: Dice
  readonly device: string
  readonly rides: readonly Ride[]
  envelope(name: IntentName, args: unknown, after?: readonly string[]): IntentEnvelope
}

/** The server beside the exchange. A request that was lost throws. */
export interface Web {
  /** @returns the answer's status and body. */
  call(path: string, ask?: Ask): Promise<{ readonly status: number; readonly body: unknown }>
  /** Do something that an answer of `done` acknowledges, and that leaves nothing behind when it is refused. */
  deed(deed: Deed, path: string, ask: Ask): Promise<boolean>
  /** It was done, under a name that was not known before. */
  done(deed: Deed): void
  wrong(what: string): void
}

export interface Ask {
  readonly body?: unknown
  readonly key?: string
}
