import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { ticketOfAccount } from '../tickets/records.ts'
import { bookingOfAccount } from './read.ts'
import { dropTestDatabase } from '../testing/test-database.ts'
import { makeWorld } from '../testing/world.ts'

const hour = 3_600_000

test('[BK9] a refused cancellation names the booking that stands, so that the phone can say so there', async () => {
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

/** A party of two of which the first has paid on board in cash; the coach leaves two hours from now. */
async function halfPaid() {
  const world = await makeWorld({ line: { hours: [9] } })
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
  return { world, phone, id, read }
}
const eur = (amount: number) => ({ amount, currency: 'EUR' })

test('[BK19] what was paid on board is given back less the fee, and only for a fee that was shown', async () => {
  const { world, phone, id, read } = await halfPaid()
  try {
    expect(await read()).toMatchObject({ due: eur(500), price: eur(1000) })
    const quote = { fee: eur(125), back: eur(375), percent: 25 }
    expect(await phone.ask('booking.cancel', { booking: id })).toMatchObject({
      code: 'quote-changed',
      data: { booking: id, quote },
    })
    expect(await read()).toMatchObject({ status: 'confirmed', due: eur(500) })
    expect(await phone.ask('booking.cancel', { booking: id, quote: { fee: eur(125) } })).toMatchObject({
      status: 'confirmed',
      data: { fee: eur(125), back: eur(375) },
    })
    expect(await read()).toMatchObject({ status: 'cancelled', due: eur(0), fee: eur(125), refunded: eur(375) })
  } finally {
    await world.close()
  }
})

test('[BK20] one passenger cancels: their seat and ticket go, the others keep theirs and owe what they owed', async () => {
  const { world, phone, id, read } = await halfPaid()
  try {
    const before = await read()
    expect(await phone.ask('booking.cancel', { booking: id, passengers: [1] })).toMatchObject({ status: 'confirmed' })
    const after = await read()
    expect(after).toMatchObject({ status: 'confirmed', price: eur(500), due: eur(0) })
    expect(after.passengers[0]).toEqual(before.passengers[0])
    expect(after.passengers[1]).toMatchObject({ cancelledAt: world.clock.now })
    const tickets = await Promise.all(
      after.passengers.map(({ ticket }) =>
        ticketOfAccount(world.context.db.read, phone.actor.account, must(ticket, 't')),
      ),
    )
    expect(tickets.map((ticket) => ticket?.status)).toEqual(['valid', 'cancelled'])
    const sold = must(
      await soldDeparture(world.context.db.read, world.context.timetables, after.departure),
      'departure',
    )
    expect(Object.keys(sold.taken)).toEqual([after.passengers[0]?.seat])
    // Asked again it is done already; the last one to cancel ends the booking.
    expect(await phone.ask('booking.cancel', { booking: id, passengers: [1] })).toMatchObject({ status: 'confirmed' })
    const rest = { booking: id, passengers: [0, 1], quote: { fee: eur(125) } }
    expect(await phone.ask('booking.cancel', rest)).toMatchObject({ status: 'confirmed' })
    expect(await read()).toMatchObject({ status: 'cancelled', fee: eur(125), refunded: eur(375) })
  } finally {
    await world.close()
  }
})

test('[BK22] cancelled offline before the coach left, and told after: it counts from when it was made', async () => {
  const { world, phone, id, read } = await halfPaid()
  try {
    const made = world.clock.now + hour
    world.clock.now += 5 * hour
    const at = { madeAt: made }
    const quote = { fee: eur(250) }
    expect(await phone.ask('booking.cancel', { booking: id, quote }, at)).toMatchObject({
      status: 'confirmed',
      data: { fee: eur(250) },
    })
    expect(await read()).toMatchObject({ status: 'cancelled', refunded: eur(250) })
  } finally {
    await world.close()
  }
})

test('[BK22] not before the last exchange of the device, nor on a phone the server never heard', async () => {
  const { world, phone, id } = await halfPaid()
  try {
    const made = world.clock.now + hour
    world.clock.now += 5 * hour
    await phone.exchange({})
    world.clock.now += 1000
    const at = { madeAt: made }
    expect(await phone.ask('booking.cancel', { booking: id }, at)).toMatchObject({ code: 'departed' })
    const other = world.phone(phone.actor)
    expect(await other.ask('booking.cancel', { booking: id }, at)).toMatchObject({ code: 'departed' })
  } finally {
    await world.close()
  }
})

test('[BK22] a restarted server counts from no earlier than the device may have spoken to it before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayfare-restart-'))
  const line = { hours: [9] }
  const before = await makeWorld({ folder, line })
  const phone = await before.passenger()
  const { id } = await phone.ask('booking.book', bookIntentOf({ departure: departureIdAt(9) }))
  const leaves = before.clock.now + 2 * hour
  // The second of two polls within a minute is not written down.
  for (const at of [leaves - 10_000, leaves + 20_000]) {
    before.clock.now = at
    await phone.exchange({})
  }
  await before.close()
  const after = await makeWorld({ folder, line })
  try {
    after.clock.now = leaves + hour
    const same = after.phone(phone.actor, phone.device)
    const asked = { n: 100, madeAt: leaves - 5000 }
    expect(await same.ask('booking.cancel', { booking: id }, asked)).toMatchObject({ code: 'departed' })
  } finally {
    await after.close()
    await dropTestDatabase(folder)
    rmSync(folder, { recursive: true })
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
