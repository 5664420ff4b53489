import type { Migration } from '../migrate.ts'

export const identity: Migration = {
  name: '0001-identity',
  async up(k) {
    await k.schema.createTable('account', (t) => {
      t.text('id').primary()
      t.text('email').notNullable()
      // The address in lower case: by this it is unique.
      t.text('email_key').notNullable().unique()
      t.text('name').notNullable()
      t.text('phone')
      t.text('password_hash').notNullable()
      t.bigInteger('created_at').notNullable()
      t.bigInteger('disabled_at')
    })
    await k.schema.createTable('membership', (t) => {
      t.text('account').notNullable().references('account.id')
      t.text('agency').notNullable()
      t.text('role').notNullable()
      t.bigInteger('created_at').notNullable()
      t.primary(['account', 'agency', 'role'])
    })
    // One row for each family of refresh tokens: each token is made from the one before and from chain_key.
    await k.schema.createTable('session', (t) => {
      t.text('id').primary()
      t.text('account').notNullable().references('account.id').index()
      t.text('chain_key').notNullable()
      t.text('current_hash').notNullable()
      t.text('previous_hash')
      t.bigInteger('previous_until')
      t.bigInteger('created_at').notNullable()
      t.bigInteger('used_at').notNullable()
      // Moves on with each use, but never past last_until.
      t.bigInteger('ends_at').notNullable().index()
      t.bigInteger('last_until').notNullable()
      t.bigInteger('ended_at')
      t.text('ended_why')
    })
  },
}
