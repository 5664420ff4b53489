import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { makeWorld } from './world.ts'

/** Books over and over in the folder of the first argument, and tells its parent of each outcome, until it is killed. */
const folder = process.argv[2]
if (folder === undefined) throw new Error('Name a folder')
const seed = `killed ${process.pid}`
const world = await makeWorld({ folder, seed, limits: { unpaidBookings: 1e6, seatsPerDeparture: 1e6 } })
const phone = await world.passenger()
for (;;) {
  const batch = Array.from({ length: 4 }, () => {
    const booking = phone.envelope('booking.book', bookIntentOf({ departure: departureIdAt(9) }))
    const cancel = phone.envelope('booking.cancel', { booking: booking.id }, { after: [booking.id] })
    return [booking, cancel]
  })
  process.send?.({ outcomes: await phone.send(batch.flat()) })
}
