import type { Table } from 'dexie'
import type { MetaRow, StorageHome } from './outbox-db.ts'
import { PhoneDb } from './phone-db.ts'

/**
 * What the server said, kept so that it can be read without a network. Disposable: another version is another
 * database filled by snapshots, never an upgrade, so an old tab blocks no new one.
 */
export const cacheVersion = 1

/** Set in `meta` when a row came that the app of its tab could not read. */
export const unreadKey = 'unread'

/** One record in one scope, at the sequence the scope gave it. */
export interface CacheRow {
  readonly scope: string
  readonly kind: string
  readonly id: string
  readonly seq: number
  readonly rev: number
  readonly value: unknown
  /** 0 when this app cannot read the value: kept for the digest, shown to nobody. */
  readonly readable: 0 | 1
}

export interface StagedRow {
  readonly scope: string
  readonly kind: string
  readonly id: string
  readonly seq: number
  readonly rev: number
  readonly op: 'put' | 'remove'
  readonly value: unknown
}

/** Pages received of a delta that is not whole yet. */
export interface Staging {
  readonly cursor: number
  readonly snapshot: boolean
  /** Of a snapshot: the head when its first page was read. */
  readonly began?: number
}

export interface ScopeRow {
  readonly scope: string
  readonly epoch: string
  /** Rows equal the server's at this sequence. */
  readonly cursor: number
  readonly digest: string | null
  readonly staged: Staging | null
  /** Digest was wrong: fetch everything anew; how often that was needed. */
  readonly heal: boolean
  readonly healed: number
  /** When the server last confirmed these rows, by the phone's clock. */
  readonly asOf: number | null
  readonly gone: 'revoked' | 'unknown' | null
}

export interface PackRow {
  readonly hash: string
  readonly bytes: Uint8Array
  readonly fetchedAt: number
}

export interface FollowedRow {
  readonly scope: string
  /** When the person last opened it. */
  readonly openedAt: number
}

const prefix = 'wayfare-cache-'
/** What needs no account lives in the cache of `anyone`. */
export const anyone = 'anyone'
export const cacheName = (owner: string, version = cacheVersion): string => `${prefix}${version}-${owner}`

export class CacheDb extends PhoneDb {
  declare readonly rows: Table<CacheRow, [string, string, string]>
  declare readonly staged: Table<StagedRow, [string, string, string]>
  declare readonly scopes: Table<ScopeRow, string>
  declare readonly packs: Table<PackRow, string>
  declare readonly followed: Table<FollowedRow, string>
  declare readonly meta: Table<MetaRow, string>

  constructor(owner: string, home: StorageHome = {}) {
    super(cacheName(owner), { ...home, chromeTransactionDurability: 'relaxed' })
    this.version(1).stores({
      rows: '[scope+kind+id], scope, kind, [kind+id]',
      staged: '[scope+kind+id], scope',
      scopes: 'scope',
      packs: 'hash',
      followed: 'scope',
      meta: 'key',
    })
  }
}

/** Caches of another version of the app: nothing in them is needed any more. */
export const isOldCache = (name: string): boolean =>
  name.startsWith(prefix) && !name.startsWith(`${prefix}${cacheVersion}-`)

export const versionOfCache = (name: string): number => Number.parseInt(name.slice(prefix.length), 10)
