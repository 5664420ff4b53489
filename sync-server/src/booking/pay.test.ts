import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { balances, cards, euros, fill, ledger, paymentFor, payWith, pass, walletOfPhone } from '../testing/pay.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { book as bookNow } from './book.ts'
import { expireHolds } from './expire-holds.ts'
import { bookingOfAccount } from './read.ts'

const minute = 60_000
const nine = departureIdAt(9)

let world: World
let phone: Phone
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  phone = await world.passenger()
})
afterEach(async () => {
  const { kept, summed } = await balances(world)
  await world.close()
  expect(kept).toEqual(summed)
  for (const kind of ['EUR', 'PTS']) {
    expect(kept.reduce((sum, row) => sum + (row.currency === kind ? row.balance : 0), 0)).toBe(0)
  }
})

const book = (about: object, pay: 'wallet' | 'card' | 'on-board', more: object = {}) =>
  phone.ask('booking.book', { ...bookIntentOf({ departure: nine, ...about }), pay, ...more })
const booking = async (id: string) =>
  must(await bookingOfAccount(world.context.db.read, phone.actor.account, id), 'booking')
const later = (ms: number) => pass(world, ms, () => expireHolds(world.context))

test('[PY7] a fare from the wallet is charged in the transaction that confirms, once', async () => {
  await fill(world, phone, 1500)
  const asked = phone.envelope('booking.book', { ...bookIntentOf({ departure: nine, passengers: 2 }), pay: 'wallet' })
  const [first] = await phone.send([asked])
  const [again] = await phone.send([asked])
  expect([first?.status, again?.status, again?.replayed]).toEqual(['confirmed', 'confirmed', true])
  expect(await euros(world, phone)).toBe(500)
  expect(await booking(asked.id)).toMatchObject({ status: 'confirmed', due: { amount: 0 }, price: { amount: 1000 } })
  expect((await ledger(world)).filter((line) => line.kind === 'charge')).toMatchObject([
    { source: `wallet:${phone.actor.account}`, target: 'revenue:f:A', amount: 1000 },
  ])
})

test('[BK8] who has three bookings to pay can still pay another from the wallet', async () => {
  await fill(world, phone, 500)
  for (let n = 0; n < 3; n += 1) expect(await book({}, 'on-board')).toMatchObject({ status: 'confirmed' })
  expect(await book({}, 'card')).toMatchObject({ code: 'too-many-unpaid' })
  expect(await book({}, 'wallet')).toMatchObject({ status: 'confirmed' })
  expect(await book({}, 'on-board')).toMatchObject({ code: 'too-many-unpaid' })
})

test('[PY7] a ticket paid from the wallet owes nothing on board', async () => {
  await fill(world, phone, 500)
  await book({}, 'wallet')
  const { changes } = await phone.exchange({ scopes: { [`account:${phone.actor.account}`]: { cursor: 0 } } })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  const text = (
    must(
      rows.find((row) => row.kind === 'ticket'),
      'ticket',
    ).value as { text: string }
  ).text
  expect(parseTicket(text)?.claims.due).toBe(0)
})

test('[PY7] a wallet that holds too little refuses with what is missing, and nothing is left of it', async () => {
  await fill(world, phone, 499)
  expect(await book({}, 'wallet')).toMatchObject({
    status: 'refused',
    code: 'no-money',
    data: { price: { amount: 500 }, limit: { amount: 499 }, missing: { amount: 1, currency: 'EUR' } },
  })
  expect(await euros(world, phone)).toBe(499)
  expect((await ledger(world)).map((line) => line.kind)).toEqual(['gift'])
})

test('[PY7] two bookings at once spend the same money once', async () => {
  await fill(world, phone, 500)
  const other = world.phone(phone.actor)
  const args = { ...bookIntentOf({ departure: nine }), pay: 'wallet' as const }
  const outcomes = await Promise.all([phone.ask('booking.book', args), other.ask('booking.book', args)])
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['confirmed', 'refused'])
  expect(await euros(world, phone)).toBe(0)
})

test('[PY7] many pay one agency at once: each is charged once, and nobody waits for ever', async () => {
  const phones = await Promise.all(Array.from({ length: 12 }, () => world.passenger()))
  for (const each of phones) await fill(world, each, 1000)
  const outcomes = await Promise.all(
    phones.flatMap((each, i) => {
      const args = { ...bookIntentOf({ departure: departureIdAt(i % 2 === 0 ? 9 : 11) }), pay: 'wallet' as const }
      return [each.ask('booking.book', args), world.phone(each.actor).ask('booking.book', args)]
    }),
  )
  expect(outcomes.map((outcome) => outcome.status)).toEqual(outcomes.map(() => 'confirmed'))
  for (const each of phones) expect(await euros(world, each)).toBe(0)
})

test('[PY8] paid by card a booking is held, with its seats taken and no ticket, until the word comes', async () => {
  const outcome = await book({ passengers: 2 }, 'card')
  expect(outcome).toMatchObject({ status: 'held', data: { heldUntil: world.clock.now + 15 * minute } })
  expect(await booking(outcome.id)).toMatchObject({
    status: 'held',
    due: { amount: 1000 },
    passengers: [{ ticket: null }, { ticket: null }],
  })
  await payWith(world, phone, outcome.id, cards.good)
  await later(5000)
  const after = await booking(outcome.id)
  expect(after).toMatchObject({ status: 'confirmed', due: { amount: 0 }, heldUntil: null })
  expect(after.passengers.every((passenger) => passenger.ticket !== null)).toBe(true)
  expect(await ledger(world)).toMatchObject([{ source: 'clearing:local', target: 'revenue:f:A', amount: 1000 }])
})

test('[PY8] a hold ends when its coach leaves, should that come first', async () => {
  world.clock.now = Date.UTC(2026, 10, 24, 6, 50)
  const outcome = await book({}, 'card')
  expect(outcome).toMatchObject({ status: 'held', data: { heldUntil: Date.UTC(2026, 10, 24, 7) } })
})

test('[PY8] after a declined card another may be tried while the hold lasts', async () => {
  const { id } = await book({}, 'card')
  await payWith(world, phone, id, cards.declined)
  await later(5000)
  expect(await paymentFor(world, phone, id)).toMatchObject({ status: 'declined', reason: 'card_declined' })
  expect(await booking(id)).toMatchObject({ status: 'held' })
  await payWith(world, phone, id, cards.good)
  await later(5000)
  expect(await booking(id)).toMatchObject({ status: 'confirmed' })
})

test('[PY9] a hold that nobody pays for expires, its seats are free, and nobody may pay any more', async () => {
  const { id } = await book({ wishes: [{ kind: 'seats', seats: ['1A'] }] }, 'card')
  const { secret, url } = must(await paymentFor(world, phone, id), 'payment')
  await later(15 * minute - 1)
  expect(await booking(id)).toMatchObject({ status: 'held' })
  await later(2)
  expect(await booking(id)).toMatchObject({ status: 'expired', due: { amount: 0 } })
  const next = await (
    await world.passenger()
  ).ask('booking.book', bookIntentOf({ departure: nine, wishes: [{ kind: 'seats', seats: ['1A'] }] }))
  expect(next.status).toBe('confirmed')
  await later(5000)
  const ref = must(/local\/(\w+)\?/.exec(url ?? '')?.[1], 'ref')
  expect(await world.context.payments?.local?.pay({ ref, secret: secret ?? '', card: cards.good })).toBeUndefined()
  expect(await paymentFor(world, phone, id)).toMatchObject({ status: 'closed', url: null, secret: null })
  expect(await ledger(world)).toEqual([])
})

test('[PY9] a hold stands in the table: a job that comes late, or twice, expires it once', async () => {
  const { id } = await book({}, 'card')
  world.clock.now += 60 * minute
  await Promise.all([expireHolds(world.context), expireHolds(world.context)])
  await expireHolds(world.context)
  expect(await booking(id)).toMatchObject({ status: 'expired' })
})

test('[PY10] a word that comes three times confirms once', async () => {
  const { id } = await book({}, 'card')
  await payWith(world, phone, id, cards.doubled)
  await later(10_000)
  expect(await booking(id)).toMatchObject({ status: 'confirmed' })
  expect(await ledger(world)).toHaveLength(1)
})

test('[PY10] a word that never comes is asked for before the hold ends', async () => {
  const { id } = await book({}, 'card')
  await payWith(world, phone, id, cards.silent)
  await later(14 * minute)
  expect(await booking(id)).toMatchObject({ status: 'confirmed' })
})

test('[PY11] money that comes when the hold is over goes back by itself, and its person is told', async () => {
  const { id } = await book({}, 'card')
  await payWith(world, phone, id, cards.late)
  await later(59 * minute)
  expect(await booking(id)).toMatchObject({ status: 'expired' })
  await later(5 * minute)
  const payment = must(await paymentFor(world, phone, id), 'payment')
  expect(payment).toMatchObject({ status: 'returned', code: 'paid-but-gone', refunds: [{ status: 'succeeded' }] })
  expect(await booking(id)).toMatchObject({ status: 'expired' })
  expect(await ledger(world)).toMatchObject([
    { source: 'clearing:local', target: 'refunds:local', amount: 500 },
    { source: 'refunds:local', target: 'clearing:local', amount: 500 },
  ])
})

test('[PY11] money for a booking that was cancelled while it was held goes back, too', async () => {
  const { id } = await book({}, 'card')
  await payWith(world, phone, id, cards.good)
  expect(await phone.ask('booking.cancel', { booking: id })).toMatchObject({ status: 'confirmed' })
  await later(10_000)
  expect(await booking(id)).toMatchObject({ status: 'cancelled' })
  expect(await paymentFor(world, phone, id)).toMatchObject({ status: 'returned', refunds: [{ status: 'succeeded' }] })
})

test('[PY12] another amount than was asked confirms nothing and raises an alarm', async () => {
  const { id } = await book({}, 'card')
  await payWith(world, phone, id, cards.short)
  await later(5000)
  expect(await booking(id)).toMatchObject({ status: 'held' })
  expect(await paymentFor(world, phone, id)).toMatchObject({ status: 'mismatched' })
  expect(await ledger(world)).toMatchObject([{ target: 'unmatched:local', amount: 499 }])
  expect(world.logged.filter((line) => line.includes('payment.mismatched'))).toHaveLength(1)
  await later(15 * minute)
  expect(await booking(id)).toMatchObject({ status: 'expired' })
})

test('[PY16] a cancelled booking is given back to the card it was paid with', async () => {
  const { id } = await book({ departure: departureIdAt(9, '2026-11-30') }, 'card')
  await payWith(world, phone, id, cards.good)
  await later(5000)
  await phone.ask('booking.cancel', { booking: id })
  await later(10_000)
  expect(await paymentFor(world, phone, id)).toMatchObject({
    status: 'paid',
    refunds: [{ status: 'succeeded', amount: { amount: 500 } }],
  })
  expect((await walletOfPhone(world, phone)).balances).toEqual([])
})

test('[PY16] what a card does not take back is in the wallet', async () => {
  const { id } = await book({ departure: departureIdAt(9, '2026-11-30') }, 'card')
  await payWith(world, phone, id, cards.noRefunds)
  await later(5000)
  await phone.ask('booking.cancel', { booking: id })
  await later(10_000)
  expect(await paymentFor(world, phone, id)).toMatchObject({ refunds: [{ status: 'failed' }] })
  expect(await euros(world, phone)).toBe(500)
})

test('[BK10] where no card is taken, paying by card is refused', async () => {
  const without = { ...world.context, payments: null }
  const refused = await without.db.transact((tx) =>
    tx.attempt(() =>
      bookNow(tx, without, {
        id: world.id(),
        account: phone.actor.account,
        intent: { ...bookIntentOf({ departure: nine }), pay: 'card' },
      }),
    ),
  )
  expect(refused).toMatchObject({ ok: false, code: 'payment-not-offered' })
})
