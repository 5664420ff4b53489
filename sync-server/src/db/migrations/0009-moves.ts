import type { Migration } from '../migrate.ts'

/** Moves of bookings whose difference is paid by card: the new seats are kept, the booking stands until the money comes. */
export const moves: Migration = {
  name: '0009-moves',
  async up(k) {
    await k.schema.createTable('booking_move', (t) => {
      // The card payment's id: each move has one, and each payment of a move is for one.
      t.text('payment').primary()
      t.text('booking').notNullable().references('booking.id')
      t.text('status').notNullable()
      // The new ride, and what it will cost the whole party.
      t.text('departure').notNullable()
      t.integer('board').notNullable()
      t.integer('alight').notNullable()
      t.bigInteger('price').notNullable()
      // Minor units: what is paid by card, and what of it the agency keeps.
      t.bigInteger('more').notNullable()
      t.bigInteger('fee').notNullable()
      t.integer('wish').notNullable()
      t.bigInteger('held_until').notNullable()
      t.bigInteger('made_at').notNullable()
    })
    await k.schema.createTable('booking_move_seat', (t) => {
      t.text('payment').notNullable().references('booking_move.payment')
      t.integer('position').notNullable()
      t.text('seat').notNullable()
      t.primary(['payment', 'position'])
    })
    // A booking waits for one move at a time.
    await k.raw(`create unique index booking_move_booking on booking_move (booking) where status = 'held'`)
    await k.raw(`create index booking_move_due on booking_move (held_until) where status = 'held'`)
    await k.raw(`create index booking_move_departure on booking_move (departure) where status = 'held'`)
  },
}
