import { expect, test } from 'vitest'
import { must, type Result } from 'shared/base/result.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import type { Wish } from 'shared/booking/intents.ts'
import type { Booking } from 'shared/records.ts'
import { audit, findingText } from '../audit/audit.ts'
import type { Tx } from '../db/transact.ts'
import { soldDeparture } from '../inventory/departures.ts'
import { cards, fill, pass, paymentFor, payWith } from '../testing/pay.ts'
import { publishKeys } from '../tickets/keys.ts'
import { seededBytes } from '../testing/seeded.ts'
import { onPostgres } from '../testing/test-database.ts'
import { makeWorld, type Phone } from '../testing/world.ts'
import { quoteCancel } from './cancel.ts'
import { settleChoices } from './choose.ts'
import { cancelDeparture, delayDeparture, type DisruptWorld } from './disrupt.ts'
import { expireMoves } from './drop-move.ts'
import { expireHolds } from './expire-holds.ts'
import { bookingsOfAccount } from './read.ts'
import { quoteMove } from './reschedule.ts'
import { serveLines } from './serve-waiting.ts'
import { swapVehicle } from './swap-vehicle.ts'
import { partiesOfAccount } from './waiting-records.ts'

const hours = [9, 10]
const departures = hours.map((hour) => departureIdAt(hour))
const end = (index: number) => ({ index, stop: `f:s${index}` })

/**
 * A day of an agency on small vehicles: passengers book, cancel in parts and whole, move, wait, choose; the operator
 * delays, swaps and cancels; time passes and the jobs run. After it the books are looked at in full.
 */
async function day(seed: string): Promise<Map<string, number>> {
  const world = await makeWorld({
    seed,
    line: { hours, seatMap: 'minibus-2+1-19' },
    limits: { seatsPerDeparture: 1000, unpaidBookings: 1000 },
  })
  const { context } = world
  const { read } = context.db
  await context.db.transact((tx) => publishKeys(tx, context.signer))
  const bytes = seededBytes(seed)
  const below = (n: number) => (must(bytes(1)[0], 'byte') * 256 + must(bytes(1)[0], 'byte')) % n
  const pick = <T>(all: readonly T[]): T => must(all[below(all.length)], 'one of them')
  const phones = await Promise.all(Array.from({ length: 6 }, () => world.passenger()))
  for (const phone of phones.slice(0, 4)) await fill(world, phone, 20_000)
  const seen = new Map<string, number>()
  const change = <T>(verb: (tx: Tx, about: DisruptWorld) => Promise<Result<T>>): Promise<Result<T>> =>
    context.db.transact((tx) => tx.attempt(() => verb(tx, context)))

  const ride = () => {
    const from = below(2)
    return { from, to: from + 2 + below(5 - from) }
  }
  const open = async (phone: Phone): Promise<Booking | undefined> => {
    const mine = (await bookingsOfAccount(read, phone.actor.account)).filter(({ status }) => status === 'confirmed')
    return mine.length > 0 ? pick(mine) : undefined
  }

  const deeds: Record<string, (phone: Phone) => Promise<string>> = {
    async book(phone) {
      const passengers = 1 + below(9)
      const wishes: Wish[] = [{ kind: 'together' }, { kind: 'any' }, { kind: 'later', withinMinutes: 120 }]
      const pay = pick(['on-board', 'wallet', 'card'] as const)
      const args = { ...bookIntentOf({ departure: pick(departures), ...ride(), passengers, wishes }), pay }
      return told(await phone.ask('booking.book', args))
    },
    async cancel(phone) {
      const booking = await open(phone)
      if (!booking) return 'none'
      const passengers = below(2) === 0 ? undefined : [below(booking.passengers.length)]
      const ask = { booking: booking.id, account: phone.actor.account, ...(passengers && { passengers }) }
      const quote = await quoteCancel(read, context, ask, world.clock.now)
      const shown = quote.ok ? { quote: { fee: quote.value.fee, back: quote.value.back } } : {}
      return told(
        await phone.ask('booking.cancel', { booking: booking.id, ...(passengers && { passengers }), ...shown }),
      )
    },
    async move(phone) {
      const booking = await open(phone)
      if (!booking) return 'none'
      const { from, to } = ride()
      const args = {
        booking: booking.id,
        departure: pick(departures),
        board: end(from),
        alight: end(to),
        wishes: [{ kind: 'together' as const }, { kind: 'any' as const }],
        pay:
          booking.due.amount === 0 ? pick(['card', 'card', 'wallet'] as const) : pick(['on-board', 'wallet'] as const),
      }
      const quote = await quoteMove(read, context, { ...args, account: phone.actor.account }, world.clock.now)
      if (!quote.ok) return quote.code
      const { fee, back, dueAfter } = quote.value
      return told(await phone.ask('booking.reschedule', { ...args, quote: { fee, back, dueAfter } }))
    },
    async pay(phone) {
      const waits = ({ status, moving }: Booking) => status === 'held' || moving !== undefined
      const mine = (await bookingsOfAccount(read, phone.actor.account)).filter(waits)
      if (mine.length === 0) return 'none'
      const movers = mine.filter((booking) => booking.moving !== undefined)
      const { id, moving } = pick(movers.length > 0 ? movers : mine)
      const before = await paymentFor(world, phone, id)
      if (before?.url === null) return 'closed'
      await payWith(world, phone, id, pick([cards.good, cards.good, cards.silent, cards.short]))
      await pass(world, pick([1000, 1000, 70_000]))
      return moving ? 'for a move' : 'for a booking'
    },
    async wait(phone) {
      const { wishes: _, ...args } = bookIntentOf({ departure: pick(departures), ...ride(), passengers: 1 + below(3) })
      return told(await phone.ask('booking.wait', { ...args, pay: pick(['on-board', 'wallet'] as const) }))
    },
    async leave(phone) {
      const mine = await partiesOfAccount(read, phone.actor.account)
      return mine.length > 0 ? told(await phone.ask('booking.leave', { waiting: pick(mine).id })) : 'none'
    },
    async choose(phone) {
      const mine = (await bookingsOfAccount(read, phone.actor.account)).filter(({ choice }) => choice !== undefined)
      if (mine.length === 0) return 'none'
      const booking = pick(mine).id
      const answer = pick(['refund', 'keep', 'move'] as const)
      const { from, to } = ride()
      const wishes = [{ kind: 'any' }]
      const rest = answer === 'move' ? { departure: pick(departures), board: end(from), alight: end(to), wishes } : {}
      return told(await phone.ask('booking.choose', { booking, answer, ...rest }))
    },
    async swap() {
      const seatMap = pick(Object.keys(seatMaps))
      return wordOf(await change((tx, about) => swapVehicle(tx, about, { departure: pick(departures), seatMap })))
    },
    async delay() {
      const minutes = pick([0, 20, 60, 90])
      return wordOf(await change((tx, about) => delayDeparture(tx, about, { departure: pick(departures), minutes })))
    },
    async withdraw() {
      if (below(30) > 0) return 'none'
      const until = below(2) === 0 ? null : world.clock.now + 3_600_000
      return wordOf(await change((tx, about) => cancelDeparture(tx, about, { departure: pick(departures), until })))
    },
    async time() {
      world.clock.now += below(10) * 60_000
      await expireHolds(context)
      await expireMoves(context)
      await settleChoices(context)
      await serveLines(context)
      return 'passed'
    },
  }
  const often = [
    'book',
    'book',
    'book',
    'book',
    'book',
    'cancel',
    'move',
    'move',
    'move',
    'pay',
    'pay',
    'wait',
    'leave',
    'choose',
    'swap',
    'delay',
    'withdraw',
    'time',
  ]
  const live = async (): Promise<void> => {
    const deed = pick(often)
    const word = await must(deeds[deed], 'deed')(pick(phones))
    seen.set(`${deed} ${word}`, (seen.get(`${deed} ${word}`) ?? 0) + 1)
  }
  // Some at the same moment: what one quotes or picks another may have taken by then.
  for (let n = 0; n < 60; n += 1) await Promise.all(Array.from({ length: 1 + below(4) }, live))

  const findings: string[] = []
  for await (const finding of audit(read)) findings.push(findingText(finding))
  expect(findings).toEqual([])
  for (const id of departures) {
    const sold = await soldDeparture(read, context.timetables, id)
    if (sold) expect(JSON.stringify(sold.taken)).not.toContain('"0"')
  }
  await world.close()
  return seen
}

const told = ({ status, code }: { status: string; code: string | null }): string => code ?? status
const wordOf = (result: Result<unknown>): string => (result.ok ? 'done' : result.code)

const seeds = onPostgres() ? ['monday'] : ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
test('[BK30] whatever passengers and operators do to bookings, seats, tickets and money stay in order', async () => {
  const seen = new Map<string, number>()
  for (const seed of seeds) {
    for (const [word, count] of await day(seed)) seen.set(word, (seen.get(word) ?? 0) + count)
  }
  if (onPostgres()) return
  // A storm that refuses everything proves nothing.
  for (const word of [
    'book confirmed',
    'cancel confirmed',
    'move confirmed',
    'wait confirmed',
    'choose confirmed',
    'move held',
    'pay for a move',
  ]) {
    expect(seen.get(word) ?? 0, word).toBeGreaterThan(0)
  }
  expect(seen.get('swap done') ?? 0).toBeGreaterThan(0)
}, 120_000)
