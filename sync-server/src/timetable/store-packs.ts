import { statement } from '../db/statement.ts'

/** A pack without its bytes. Days count from 1970-01-01. */
export interface PackRow {
  readonly hash: string
  readonly feed: string
  readonly version: string
  readonly name: string
  readonly zone: string
  readonly valid_from: number
  readonly valid_to: number
  /** Of the brotli body. */
  readonly bytes: number
  readonly made_at: number
}

const columns = ['hash', 'feed', 'version', 'name', 'zone', 'valid_from', 'valid_to', 'bytes', 'made_at']

export const currentPacks = statement<object, PackRow>((k) =>
  k('pack').select(columns).whereNull('superseded_at').orderBy('feed'),
)

export const currentPack = statement<{ feed: string }, PackRow>((k, p) =>
  k('pack')
    .select(columns)
    .where({ feed: p('feed') })
    .whereNull('superseded_at'),
)

/** Current or not: a phone may still be fetching the one before. */
export const packBody = statement<{ hash: string }, { feed: string; body: Uint8Array }>((k, p) =>
  k('pack')
    .select('feed', 'body')
    .where({ hash: p('hash') }),
)

/** The same feed imported again gives the same pack, which becomes current anew. */
export const putPack = statement<PackRow & { body: Uint8Array }>((k, p) =>
  k('pack')
    .insert({
      hash: p('hash'),
      feed: p('feed'),
      version: p('version'),
      name: p('name'),
      zone: p('zone'),
      valid_from: p('valid_from'),
      valid_to: p('valid_to'),
      bytes: p('bytes'),
      body: p('body'),
      made_at: p('made_at'),
      superseded_at: null,
    })
    .onConflict('hash')
    .merge(['version', 'superseded_at']),
)

export const supersedePacks = statement<{ feed: string; hash: string; now: number }>((k, p) =>
  k('pack')
    .where({ feed: p('feed') })
    .whereNot({ hash: p('hash') })
    .whereNull('superseded_at')
    .update({ superseded_at: p('now') }),
)

export const dropOldPacks = statement<{ before: number }>((k, p) =>
  k('pack').where('superseded_at', '<', p('before')).delete(),
)
