import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'

/** SQLite keeps a table under its own key alone when told so; PostgreSQL has no such table and needs none. */
const byKey = (k: Knex): string => (k.client.config.client === 'better-sqlite3' ? ' without rowid' : '')

/** Inventory, booking, payments (what pay on board needs) and tickets. */
export const booking: Migration = {
  name: '0003-booking',
  async up(k) {
    // Made when first needed; `frozen` is the departure as sold: stops, times, seat map, currency.
    await k.schema.createTable('departure', (t) => {
      t.text('id').primary()
      t.text('agency').notNullable()
      t.bigInteger('service_day').notNullable()
      t.text('frozen').notNullable()
      t.text('status').notNullable().defaultTo('scheduled')
      t.integer('delay_minutes')
      // Seat label to mask of taken legs: the projection of seat_leg that travels to phones.
      t.text('taken').notNullable()
      t.bigInteger('made_at').notNullable()
    })
    await k.schema.alterTable('departure', (t) => t.index(['agency', 'service_day']))

    // The primary key is what makes double selling impossible.
    await k.raw(`create table seat_leg (
    departure text not null references departure (id), seat text not null, leg integer not null,
    booking text not null, primary key (departure, seat, leg))${byKey(k)}`)

    await k.schema.createTable('booking', (t) => {
      t.text('id').primary()
      t.text('reference').notNullable().unique()
      t.text('account').notNullable()
      t.text('departure').notNullable().references('departure.id')
      t.text('status').notNullable()
      t.integer('board').notNullable()
      t.integer('alight').notNullable()
      t.integer('seats').notNullable()
      t.bigInteger('price').notNullable()
      t.bigInteger('due').notNullable()
      t.text('currency').notNullable()
      t.text('pay').notNullable()
      t.integer('wish').notNullable()
      t.text('failed_wishes').notNullable()
      t.bigInteger('booked_at').notNullable()
      // Arrival at the alighting stop by the timetable as sold.
      t.bigInteger('ends_at').notNullable()
      t.bigInteger('held_until')
      t.bigInteger('cancelled_at')
      t.text('cancelled_by')
      t.integer('rev').notNullable()
    })
    await k.schema.alterTable('booking', (t) => t.index(['account', 'ends_at']))

    await k.raw(`create table booking_passenger (
    booking text not null references booking (id), position integer not null, name text not null, phone text,
    category text, seat text not null, ticket text, primary key (booking, position))${byKey(k)}`)

    await k.schema.createTable('ticket', (t) => {
      t.text('id').primary()
      t.text('booking').notNullable()
      t.text('account').notNullable()
      t.text('departure').notNullable().references('departure.id')
      t.text('reference').notNullable()
      t.text('status').notNullable()
      t.integer('rev').notNullable()
      t.text('name').notNullable()
      t.text('phone_tail')
      t.text('seat').notNullable()
      t.integer('board').notNullable()
      t.integer('alight').notNullable()
      // What the ticket costs on board; due is what of it is still owed.
      t.bigInteger('owed').notNullable()
      t.bigInteger('due').notNullable()
      t.text('currency').notNullable()
      t.bigInteger('issued_at').notNullable()
      t.bigInteger('expires_at').notNullable()
      t.bigInteger('status_at')
      t.text('replaced_by')
      t.text('text').notNullable()
    })
    await k.schema.alterTable('ticket', (t) => {
      t.index('booking')
      t.index('departure')
    })

    await k.schema.createTable('ticket_key', (t) => {
      t.text('kid').primary()
      t.text('x').notNullable()
      t.bigInteger('not_before').notNullable()
      t.bigInteger('not_after').notNullable()
      t.integer('compromised').notNullable()
    })

    // Facts from the bus: rows are added and never changed, save for the flags.
    await k.schema.createTable('boarding_event', (t) => {
      t.text('id').primary()
      t.text('ticket').notNullable()
      t.text('departure').notNullable()
      t.text('kind').notNullable()
      t.text('fact').notNullable()
      t.text('account').notNullable()
      t.text('by_name').notNullable()
      t.bigInteger('recorded_at').notNullable()
      t.text('flags').notNullable()
    })
    await k.schema.alterTable('boarding_event', (t) => {
      t.index('ticket')
      t.index('departure')
    })
  },
}
