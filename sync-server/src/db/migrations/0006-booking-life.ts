import type { Migration } from '../migrate.ts'

/** What a booking lives through after it was made: changes, choices, waiting lists; and when a device was last heard. */
export const bookingLife: Migration = {
  name: '0006-booking-life',
  async up(k) {
    await k.schema.alterTable('booking', (t) => {
      // Minor units kept for changes and cancellations, and given back, so far.
      t.bigInteger('fee').notNullable().defaultTo(0)
      t.bigInteger('refunded').notNullable().defaultTo(0)
      // An open question to the passenger: why, until when, and what happens without an answer.
      t.text('choice')
      t.bigInteger('choice_until')
      t.text('choice_otherwise')
      t.index('choice_until')
      t.index('departure')
    })
    await k.schema.alterTable('booking_passenger', (t) => t.bigInteger('cancelled_at'))

    // Moves on with each change of the vehicle: what is kept of a departure in memory is of one revision.
    await k.schema.alterTable('departure', (t) => t.integer('rev').notNullable().defaultTo(0))

    await k.schema.alterTable('sync_device', (t) => {
      t.bigInteger('last_exchange')
      // How far the device's clock was behind the server's then, ms.
      t.bigInteger('clock_behind')
    })

    // A party that waits for seats of a full departure; the booking it may come to bears the same id.
    await k.schema.createTable('waiting_party', (t) => {
      t.text('id').primary()
      t.text('account').notNullable()
      t.text('departure').notNullable()
      t.text('status').notNullable()
      // Place in the order of arrival; the first of equals is the smaller id.
      t.bigInteger('since').notNullable()
      t.integer('board').notNullable()
      t.integer('alight').notNullable()
      t.integer('seats').notNullable()
      // The request as it was made.
      t.text('intent').notNullable()
      // When it leaves the boarding stop by the timetable.
      t.bigInteger('leaves_at').notNullable()
      t.bigInteger('ended_at')
      // Why it could not be served when it was last looked at, though there were seats.
      t.text('why')
      t.integer('rev').notNullable()
    })
    await k.schema.alterTable('waiting_party', (t) => {
      t.index(['departure', 'status', 'since'])
      t.index(['account', 'status'])
      t.index(['status', 'leaves_at'])
    })
  },
}
