import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'

const byKey = (k: Knex): string => (k.client.config.client === 'better-sqlite3' ? ' without rowid' : '')

/** Intents with their outcomes, devices, heads of scopes and the change log. */
export const sync: Migration = {
  name: '0004-sync',
  async up(k) {
    // One row: the epoch of this lineage of the database.
    await k.schema.createTable('sync_epoch', (t) => {
      t.integer('one').primary()
      t.text('epoch').notNullable()
      t.bigInteger('since').notNullable()
    })

    await k.schema.createTable('sync_device', (t) => {
      t.text('id').primary()
      t.text('account').notNullable()
      t.bigInteger('first_seen').notNullable()
      // Outcomes up to this n are gone: an unknown id at or below it is refused `expired`.
      t.bigInteger('pruned_through').notNullable()
    })

    await k.schema.createTable('intent', (t) => {
      t.text('id').primary()
      t.text('account').notNullable()
      t.text('device').notNullable()
      t.bigInteger('n').notNullable()
      t.text('name').notNullable()
      t.text('hash').notNullable()
      t.text('status')
      t.text('code')
      // The outcome as it is replayed, byte for byte.
      t.text('outcome')
      t.bigInteger('decided_at').notNullable()
    })
    await k.schema.alterTable('intent', (t) => {
      t.unique(['device', 'n'])
      t.index('decided_at')
    })

    await k.schema.createTable('intent_attempt', (t) => {
      t.text('id').primary()
      t.integer('attempts').notNullable()
      t.bigInteger('first_at').notNullable()
      t.bigInteger('last_at').notNullable()
    })

    // Facts that could not be applied (not allowed, unreadable, poisonous), whole, until a person settles them.
    await k.schema.createTable('fact_held', (t) => {
      t.text('id').primary()
      t.text('account').notNullable()
      t.text('device').notNullable()
      t.text('name').notNullable()
      t.text('envelope').notNullable()
      t.text('flag').notNullable()
      t.bigInteger('recorded_at').notNullable()
    })

    await k.schema.createTable('scope_head', (t) => {
      t.text('scope').primary()
      t.bigInteger('seq').notNullable()
      t.text('digest').notNullable()
      // Tombstones up to this seq are gone: a smaller cursor gets a snapshot.
      t.bigInteger('floor').notNullable()
    })

    await k.raw(`create table change_log (
    scope text not null, kind text not null, id text not null, seq bigint not null, rev integer not null,
    op text not null, value text not null, written_at bigint not null, primary key (scope, kind, id))${byKey(k)}`)
    await k.schema.alterTable('change_log', (t) => t.index(['scope', 'seq']))
    await k.raw(`create index change_log_tombstones on change_log (written_at) where op = 'remove'`)
  },
}
