import type { DexieOptions, Table } from 'dexie'
import { PhoneDb } from './phone-db.ts'

/**
 * The outbox of one account on this phone. Its schema is frozen: version 1 for ever, envelopes opaque, so that no
 * update of the app can endanger what was queued. Every commit is durable before it resolves.
 */

/** queued -> sending (a lease) -> final -> settled; blocked waits for another intent, stuck for a person or an update. */
export type OutboxState = 'queued' | 'sending' | 'blocked' | 'stuck' | 'final' | 'settled'

export interface OutboxRow {
  readonly id: string
  /** Order in which this phone asked; the device's clock decides nothing. */
  readonly n: number
  readonly state: OutboxState
  /** JSON of name, version, after, madeAt and args, exactly as queued. */
  readonly envelope: string
  /** Who is sending, and until when that counts. */
  readonly lease: string
  readonly leaseUntil: number
  /** Answers of `later`, and the earliest time to ask again. */
  readonly attempts: number
  readonly nextAt: number
  /** When it last left the phone, perhaps; null when it surely is not with the server. And the same before this lease. */
  readonly sentAt: number | null
  readonly sentBefore: number | null
  /** JSON of the server's final outcome, and when it was stored here. */
  readonly outcome: string | null
  readonly answeredAt: number | null
  /** Version of the app that could not send it, when stuck. */
  readonly stuckIn: string | null
  /** Set when the server answered it and forgot that: the signed tickets the answer brought. */
  readonly reissue?: readonly string[]
}

export interface MetaRow {
  readonly key: string
  readonly value: unknown
}

/** Where databases are kept: the browser's own by default, one per phone in tests and simulations. */
export type StorageHome = Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'>

const prefix = 'wayfare-outbox-'
export const outboxName = (account: string): string => `${prefix}${account}`

export class OutboxDb extends PhoneDb {
  declare readonly intents: Table<OutboxRow, string>
  declare readonly meta: Table<MetaRow, string>

  constructor(account: string, home: StorageHome = {}) {
    super(outboxName(account), { ...home, chromeTransactionDurability: 'strict' })
    this.version(1).stores({ intents: 'id, n, state', meta: 'key' })
  }
}
