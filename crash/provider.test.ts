import Sqlite from 'better-sqlite3'
import { must } from 'shared/base/result.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cards, pass, paymentFor, payWith } from '../sync-server/src/testing/pay.ts'
import { makeWorld, type Phone, type World } from '../sync-server/src/testing/world.ts'
import { Deeds } from './deeds.ts'
import { compareProvider, stillDue } from './provider.ts'

let world: World
let phone: Phone
let db: Sqlite.Database
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9] } })
  phone = await world.passenger()
  db = new Sqlite(world.file)
})
afterEach(async () => {
  db.close()
  await world.close()
})

async function pay(card: string): Promise<{ booking: string; payment: string }> {
  const asked = bookIntentOf({ departure: departureIdAt(9) })
  const booking = (await phone.ask('booking.book', { ...asked, pay: 'card' })).id
  const payment = must(await paymentFor(world, phone, booking), 'payment').id
  await payWith(world, phone, booking, card)
  return { booking, payment }
}

test('what a card provider took and gave back is in the ledger, or still to come', async () => {
  const { booking } = await pay(cards.good)
  await pay(cards.silent)
  await pay(cards.short)
  expect(compareProvider(db)).toEqual([])
  await pass(world, 70_000)
  expect(compareProvider(db)).toEqual([])
  const quote = { fee: { amount: 10_000, currency: 'EUR' } }
  expect(await phone.ask('booking.cancel', { booking, quote }, { version: 2 })).toMatchObject({ status: 'confirmed' })
  expect(compareProvider(db)).toEqual([])
  await pass(world, 5000)
  expect(compareProvider(db)).toEqual([])
  expect(db.prepare('select status from refund').all()).toEqual([{ status: 'succeeded' }])
})

test('money that the provider has and we forgot is found, and money that only we have', async () => {
  const { payment } = await pay(cards.silent)
  db.prepare('update payment set ask_at = null').run()
  expect(compareProvider(db)).toEqual([
    `provider: payment ${payment} is succeeded there and open here, and nobody will ask`,
  ])
  db.prepare(`update payment set status = 'paid'`).run()
  expect(compareProvider(db)).toEqual([`provider: of payment ${payment} (paid) it has 500, the ledger 0`])
  db.prepare(`insert into local_refund values ('lr', 'nobody', 'li', 500, 'succeeded')`).run()
  expect(compareProvider(db)).toContain('provider: it gave back nobody, which nobody asked for')
})

test('what a quiet server should have seen to is told', async () => {
  expect(stillDue(world.file)).toEqual([])
  const { payment } = await pay(cards.good)
  db.prepare('update payment set ask_at = 1').run()
  expect(stillDue(world.file)).toContain(`still due: a question to the provider about payment ${payment}`)
})

test('of deeds the last acknowledged one, or one tried since, is there', async () => {
  const { payment } = await pay(cards.good)
  const id = `li_${payment}`
  const deeds = new Deeds()
  deeds.trying({ kind: 'card', id, value: 'paid' })
  expect(deeds.compare(db, Infinity)).toEqual([])
  deeds.done({ kind: 'card', id, value: 'paid' }, 100)
  expect(deeds.compare(db, Infinity)).toEqual([])
  db.prepare(`update local_intent set status = 'waiting'`).run()
  expect(deeds.compare(db, Infinity)).toEqual([`lost: card ${id} was acknowledged as paid, now it is waiting`])
  // Cut off before the answer came, nothing was promised.
  expect(deeds.compare(db, 99)).toEqual([])

  const departure = departureIdAt(9)
  for (const value of ['40', '60']) deeds.trying({ kind: 'delay', id: departure, value })
  deeds.done({ kind: 'delay', id: departure, value: '40' }, 100)
  const delayed = (minutes: number) => db.prepare('update departure set delay_minutes = ?').run(minutes)
  const wrong = () => deeds.compare(db, Infinity).filter((line) => line.includes('delay'))
  for (const minutes of [40, 60]) {
    delayed(minutes)
    expect(wrong()).toEqual([])
  }
  deeds.refused({ kind: 'delay', id: departure, value: '60' })
  expect(wrong()).toEqual([`lost: delay ${departure} was acknowledged as 40, now it is 60`])
})
