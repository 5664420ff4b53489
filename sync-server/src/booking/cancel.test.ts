import { expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { bookingOfAccount } from './read.ts'
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

test('[BK9] a booking of which one passenger has paid on board is not cancelled as if nobody had', async () => {
  const world = await makeWorld({ line: { hours: [9] } })
  try {
    const [phone, conductor] = [await world.passenger(), await world.conductor()]
    const departure = departureIdAt(9)
    const { id } = await phone.ask('booking.book', bookIntentOf({ departure, passengers: 2 }))
    const read = async () => must(await bookingOfAccount(world.context.db.read, phone.actor.account, id), 'booking')
    const cash: BoardIntent = {
      event: world.id(),
      ticket: must((await read()).passengers[0]?.ticket, 'ticket'),
      departure,
      stop: 0,
      kind: 'cash',
      amount: { amount: 500, currency: 'EUR' },
      device: conductor.device,
      deviceAt: world.clock.now,
      offset: 0,
      manifestAt: world.clock.now,
    }
    await conductor.ask('tickets.board', cash)
    expect(await read()).toMatchObject({ due: { amount: 500 }, price: { amount: 1000 } })
    expect(await phone.ask('booking.cancel', { booking: id })).toMatchObject({ code: 'not-allowed' })
    expect(await read()).toMatchObject({ status: 'confirmed', due: { amount: 500 } })
  } finally {
    await world.close()
  }
})

test('[BK8] [BK9] a ride that costs nothing can be cancelled, and counts as not paid', async () => {
  const world = await makeWorld({ line: { hours: [9], fare: 0 } })
  try {
    const phone = await world.passenger()
    const ask = () => phone.ask('booking.book', bookIntentOf({ departure: departureIdAt(9) }))
    const [first] = [await ask(), await ask(), await ask()]
    expect(await ask()).toMatchObject({ code: 'too-many-unpaid' })
    expect(await phone.ask('booking.cancel', { booking: first.id })).toMatchObject({ status: 'confirmed' })
    expect(await ask()).toMatchObject({ status: 'confirmed' })
  } finally {
    await world.close()
  }
})
