import { expect, test } from 'vitest'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { makeWorld } from '../testing/world.ts'

test('a refused cancellation names the booking that stands, so that the phone can say so there', async () => {
  const world = await makeWorld({ line: { hours: [9] } })
  try {
    const phone = await world.passenger()
    const { id } = await phone.ask('booking.book', bookIntentOf({ departure: departureIdAt(9) }))
    // The coach has left.
    world.clock.now += 5 * 3_600_000
    expect(await phone.ask('booking.cancel', { booking: id })).toMatchObject({
      status: 'refused',
      code: 'departed',
      data: { booking: id },
    })
  } finally {
    await world.close()
  }
})
