import type { Migration } from '../migrate.ts'

/** What a restored server confirmed before, and could not confirm again: for a person to settle. */
export const restore: Migration = {
  name: '0008-restore',
  async up(k) {
    await k.schema.createTable('reissue_conflict', (t) => {
      // The intent's id; a booking's, too.
      t.text('id').primary()
      t.text('account').notNullable()
      // Null when the departure is unknown here; the feed is part of its id.
      t.text('agency')
      t.text('feed').notNullable()
      t.text('name').notNullable()
      // Why it was refused now.
      t.text('code').notNullable()
      t.text('data').notNullable()
      // The intent and the signed tickets as they came, and whether our own keys made these.
      t.text('args').notNullable()
      t.text('evidence').notNullable()
      t.integer('proven').notNullable()
      t.bigInteger('recorded_at').notNullable()
      t.bigInteger('settled_at')
      t.text('settled_by')
      t.text('note')
    })
    await k.schema.alterTable('reissue_conflict', (t) => t.index(['settled_at', 'recorded_at']))
  },
}
