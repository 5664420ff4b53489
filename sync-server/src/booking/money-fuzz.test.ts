import { expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import type { Booking } from 'shared/records.ts'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import { audit, findingText } from '../audit/audit.ts'
import { statement } from '../db/statement.ts'
import { paidFor } from '../payments/paid-for.ts'
import { balances, cards, fill, pass, paymentFor, payWith, walletOfPhone } from '../testing/pay.ts'
import { seededBytes } from '../testing/seeded.ts'
import { publishKeys } from '../tickets/keys.ts'
import { onPostgres } from '../testing/test-database.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { earnPoints } from './earn-points.ts'
import { expireHolds } from './expire-holds.ts'
import { bookingsOfAccount } from './read.ts'

const minute = 60_000
const allCards = Object.values(cards)
const pays = ['wallet', 'card', 'on-board'] as const
const fares = [700, 1000, 1999]
const hours = [9, 11, 15]
const dates = ['2026-11-24', '2026-11-25', '2026-11-29']
/** More than any quote. */
const dear = { amount: 1_000_000, currency: 'EUR' }

/** What the provider itself has: taken and given back, in its own tables. */
const atProvider = statement<object, { amount: number; card: string }>((k) =>
  k('local_intent').select('amount', 'card').where({ status: 'succeeded' }),
)
const givenBack = statement<object, { amount: number }>((k) =>
  k('local_refund').select('amount').where({ status: 'succeeded' }),
)
const sum = (rows: readonly { amount: number }[]) => rows.reduce((total, row) => total + row.amount, 0)

/** Dice of a seed. */
function diceOf(seed: string) {
  const bytes = seededBytes(seed)
  const below = (n: number): number => {
    const [a = 0, b = 0, c = 0] = bytes(3)
    return (a * 65_536 + b * 256 + c) % n
  }
  return { below, one: <T>(list: readonly T[]): T => must(list[below(list.length)], 'one of a list') }
}

async function bookingsOf(world: World, phone: Phone): Promise<Booking[]> {
  return bookingsOfAccount(world.context.db.read, phone.actor.account)
}

/** What must hold of money at every moment, whatever is under way. */
async function checkNow(world: World, phones: readonly Phone[]): Promise<void> {
  const { kept, summed } = await balances(world)
  expect(kept).toEqual(summed)
  for (const currency of ['EUR', 'PTS'])
    expect(sum(kept.map((row) => ({ amount: row.currency === currency ? row.balance : 0 })))).toBe(0)
  expect(kept.filter((row) => /^(wallet|points|fees|refunds|unmatched):/.test(row.account) && row.balance < 0)).toEqual(
    [],
  )
  for (const phone of phones) {
    for (const booking of await bookingsOf(world, phone)) {
      const paid = await paidFor(world.context.db.read, booking.id)
      const { id, status, price, due } = booking
      const facts = { id, status, total: paid.total, due: due.amount }
      if (status === 'confirmed') expect(facts).toMatchObject({ total: price.amount - due.amount })
      // While a hold lasts its points alone are paid.
      if (status === 'held') expect([facts, paid.total]).toEqual([facts, paid.pointsValue])
      if (status === 'cancelled' || status === 'expired') expect(facts).toMatchObject({ total: 0, due: 0 })
    }
  }
}

/** What must hold when everything that was under way has come to rest: our side of the provider is the provider's. */
async function checkAtRest(world: World, phones: readonly Phone[]): Promise<void> {
  await checkNow(world, phones)
  const { read } = world.context.db
  const found: string[] = []
  for await (const finding of audit(read)) found.push(findingText(finding))
  expect(found).toEqual([])
  const { kept } = await balances(world)
  const balance = (account: string) =>
    kept.find((row) => row.account === account && row.currency === 'EUR')?.balance ?? 0
  const short = cards.short.replaceAll(' ', '')
  const taken = (await read.all(atProvider, {})).map(({ amount, card }) => ({
    amount: card === short ? amount - 1 : amount,
  }))
  expect(balance('clearing:local')).toBe(sum(await read.all(givenBack, {})) - sum(taken))
  expect(balance('refunds:local')).toBe(0)
  for (const phone of phones) {
    for (const { id, status } of await bookingsOf(world, phone)) {
      const payment = await paymentFor(world, phone, id)
      if (payment?.status === 'paid') expect(['confirmed', 'cancelled']).toContain(status)
      if (payment?.status === 'returned') expect(['expired', 'cancelled']).toContain(status)
      expect(status).not.toBe('held')
    }
    expect((await walletOfPhone(world, phone)).points).toBeGreaterThanOrEqual(0)
  }
}

async function live(seed: number): Promise<void> {
  const { below, one } = diceOf(`money ${seed}`)
  const world = await makeWorld({
    line: { hours, fare: one(fares) },
    seed: `money ${seed}`,
    limits: { unpaidBookings: 50, seatsPerDeparture: 40 },
  })
  const work = async () => {
    await expireHolds(world.context)
    await earnPoints(world.context)
  }
  try {
    await world.context.db.transact((tx) => publishKeys(tx, world.context.signer))
    const phones = [await world.passenger(), await world.passenger()]
    const acts: readonly ((phone: Phone) => Promise<unknown>)[] = [
      (phone) => fill(world, phone, below(3000) + 1),
      ...Array.from({ length: 4 }, () => (phone: Phone) => {
        const passengers = 1 + below(3)
        const departure = departureIdAt(one(hours), one(dates))
        const points = below(3) === 0 ? { points: 1 + below(60) } : {}
        return phone.ask('booking.book', { ...bookIntentOf({ departure, passengers }), pay: one(pays), ...points })
      }),
      ...Array.from({ length: 3 }, () => async (phone: Phone) => {
        const held = (await bookingsOf(world, phone)).filter((booking) => booking.status === 'held')
        const booking = held.length > 0 ? one(held) : undefined
        const payment = booking && (await paymentFor(world, phone, booking.id))
        if (booking && payment?.url) await payWith(world, phone, booking.id, one(allCards))
      }),
      async (phone) => {
        const all = await bookingsOf(world, phone)
        if (all.length === 0) return
        const { id, passengers } = one(all)
        const some = below(2) === 0 ? { passengers: [below(passengers.length)] } : {}
        return phone.ask('booking.cancel', { booking: id, quote: { fee: dear }, ...some })
      },
      async (phone) => {
        const all = await bookingsOf(world, phone)
        if (all.length === 0) return
        const { departure, board, alight } = bookIntentOf({ departure: departureIdAt(one(hours), one(dates)) })
        const quote = { fee: dear, back: { ...dear, amount: -dear.amount }, dueAfter: dear }
        const wishes = [{ kind: 'any' as const }]
        const ask = { booking: one(all).id, departure, board, alight, wishes, quote }
        return phone.ask('booking.reschedule', { ...ask, pay: one(['wallet', 'on-board'] as const) })
      },
      async () => void (world.timetables.list = [lineTimetable({ hours, fare: one(fares) })]),
      () => pass(world, one([2000, 5 * minute, 20 * minute, 7 * 60 * minute]), work),
    ]
    for (let step = 0; step < 40; step += 1) {
      await one(acts)(one(phones))
      await checkNow(world, phones)
    }
    await pass(world, 30 * 60 * minute, work)
    await checkAtRest(world, phones)
  } finally {
    await world.close()
  }
}

test.each(Array.from({ length: onPostgres() ? 1 : 6 }, (_, seed) => seed))(
  "[PY5][PY6][PY11] whatever is booked, paid and cancelled in whatever order, our books are the provider's: seed %i",
  live,
  60_000,
)
