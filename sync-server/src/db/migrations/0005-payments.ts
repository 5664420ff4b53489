import type { Migration } from '../migrate.ts'

/** The ledger, card payments and what a provider said of them; holds and points of bookings. */
export const payments: Migration = {
  name: '0005-payments',
  async up(k) {
    // One row for each account and currency: what flowed in less what flowed out. The database refuses a strict one
    // below zero.
    await k.raw(`create table ledger_account (
    account text not null, currency text not null, kind text not null, strict integer not null,
    balance bigint not null, primary key (account, currency), check (strict = 0 or balance >= 0))`)

    // The key is the posting's idempotency key: posted twice is posted once.
    await k.schema.createTable('ledger_posting', (t) => {
      t.text('key').primary()
      t.text('kind').notNullable()
      t.text('booking')
      t.text('agency')
      t.text('payment')
      t.bigInteger('at').notNullable()
    })
    await k.raw('create index ledger_posting_booking on ledger_posting (booking) where booking is not null')

    // Each line takes from one account what it gives another, so every posting sums to zero whatever is written here.
    await k.raw(`create table ledger_entry (
    posting text not null references ledger_posting (key), line integer not null, currency text not null,
    source text not null, target text not null, amount bigint not null, at bigint not null,
    primary key (posting, line), check (amount > 0), check (source <> target),
    foreign key (source, currency) references ledger_account (account, currency),
    foreign key (target, currency) references ledger_account (account, currency))`)
    await k.raw('create index ledger_entry_source on ledger_entry (source, at)')
    await k.raw('create index ledger_entry_target on ledger_entry (target, at)')

    await k.schema.createTable('payment', (t) => {
      t.text('id').primary()
      // booking, top-up
      t.text('purpose').notNullable()
      t.text('booking')
      t.text('account').notNullable()
      t.text('agency')
      t.bigInteger('amount').notNullable()
      t.text('currency').notNullable()
      t.text('status').notNullable()
      t.text('provider').notNullable()
      t.text('ref')
      t.text('secret')
      t.text('url')
      t.text('publishable_key')
      // The provider's code for the last card that was declined.
      t.text('reason')
      t.bigInteger('deadline').notNullable()
      // When the provider is asked about it next; null: there is nothing to ask.
      t.bigInteger('ask_at')
      t.integer('attempts').notNullable()
      t.bigInteger('made_at').notNullable()
      t.integer('rev').notNullable()
    })
    await k.raw('create index payment_ask on payment (ask_at) where ask_at is not null')
    await k.raw('create index payment_booking on payment (booking) where booking is not null')

    await k.schema.createTable('refund', (t) => {
      t.text('id').primary()
      t.text('payment').notNullable().references('payment.id').index()
      t.bigInteger('amount').notNullable()
      t.text('currency').notNullable()
      t.text('status').notNullable()
      t.text('ref')
      t.bigInteger('ask_at')
      t.integer('attempts').notNullable()
      t.bigInteger('made_at').notNullable()
    })
    await k.raw('create index refund_ask on refund (ask_at) where ask_at is not null')

    // What a provider said, taken once.
    await k.schema.createTable('provider_event', (t) => {
      t.text('provider').notNullable()
      t.text('id').notNullable()
      t.text('kind').notNullable()
      t.text('about')
      t.bigInteger('taken_at').notNullable()
      t.primary(['provider', 'id'])
    })

    // The memory of the local provider: what Stripe keeps on its side.
    await k.schema.createTable('local_intent', (t) => {
      t.text('ref').primary()
      t.text('payment').notNullable().unique()
      t.bigInteger('amount').notNullable()
      t.text('currency').notNullable()
      t.text('secret').notNullable()
      t.text('status').notNullable()
      t.text('reason')
      // Last four digits of the card that paid.
      t.text('card')
    })
    await k.schema.createTable('local_refund', (t) => {
      t.text('ref').primary()
      t.text('refund').notNullable().unique()
      t.text('intent').notNullable()
      t.bigInteger('amount').notNullable()
      t.text('status').notNullable()
    })
    await k.schema.createTable('local_event', (t) => {
      t.text('id').primary()
      t.text('body').notNullable()
      t.bigInteger('send_at').notNullable().index()
      t.integer('attempts').notNullable()
    })

    // Whether the points for its travel were dealt with.
    await k.schema.alterTable('booking', (t) => t.integer('earned').notNullable().defaultTo(0))
    await k.raw(`create index booking_held on booking (held_until) where status = 'held'`)
    await k.raw(`create index booking_to_earn on booking (ends_at) where earned = 0 and status = 'confirmed'`)
  },
}
