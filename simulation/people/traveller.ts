import type { Quote } from 'shared/booking/changes.ts'
import { moneySchema } from 'shared/base/ids.ts'
import type { ChooseIntent, RescheduleIntent } from 'shared/booking/intents.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import type { Booking } from 'shared/records.ts'
import { departureIdAt } from 'shared/testing/builders.ts'
import { z } from 'zod'
import { fareOf } from '../line.ts'
import type { Tab } from '../phone/phone.ts'
import { end, someBooking, someTrip, stops } from './passenger.ts'
import { bookAndPay, paidBy } from './payer.ts'
import { asker, insist, type Scene } from './scene.ts'

const shown = z.object({ fee: moneySchema, back: moneySchema, dueAfter: moneySchema })
type Shown = Pick<Quote, 'fee' | 'back' | 'dueAfter'>

async function ownBooking(
  { dice }: Scene,
  { app }: Tab,
  fits: (booking: Booking) => boolean,
): Promise<Booking | undefined> {
  const stores = app.currentStores()
  const mine = stores ? (await app.recordsOf(stores.cache, 'booking')).filter(fits) : []
  return mine.length > 0 ? dice.pick(mine) : undefined
}

const stands = ({ status }: Booking): boolean => status === 'confirmed'

/** A ride on any coach of the line. */
function someRide({ dice, world }: Scene) {
  const from = dice.below(stops - 1)
  return {
    departure: departureIdAt(dice.pick(world.plan.hours)),
    board: end(from),
    alight: end(dice.between(from + 1, stops - 1)),
  }
}

/** What the server says it costs; undefined where it does not say. */
async function quoted(scene: Scene, tab: Tab, path: string, body: object): Promise<Shown | undefined> {
  const said = await insist(scene, tab, path, { method: 'POST', body })
  return said.ok ? shown.parse(said.value) : undefined
}

/** Cancels all of a trip: for what the server quotes, else for what the phone reckons; a request that waits, for nothing. */
export async function cancelQuoted(scene: Scene, tab: Tab): Promise<void> {
  const { dice, phone } = scene
  const ask = asker(scene, tab)
  const booking = await ownBooking(scene, tab, stands)
  if (!booking || dice.chance(0.15)) {
    const trip = await someTrip(tab.app, dice)
    return trip && ask('booking.cancel', { booking: trip.booking }, trip.after)
  }
  const asked = phone.online && dice.chance(0.7)
  const quote = asked ? await quoted(scene, tab, `/api/bookings/${booking.id}/cancel/quote`, {}) : undefined
  const { fee, back } = quote ?? tab.app.costOfCancelling(booking, phone.now())
  return ask('booking.cancel', { booking: booking.id, quote: { fee, back } })
}

/** Some of a party stay at home. */
export async function cancelPart(scene: Scene, tab: Tab): Promise<void> {
  const { dice } = scene
  const booking = await ownBooking(scene, tab, (one) => stands(one) && one.passengers.length > 1)
  if (!booking) return bookCrowd(scene, tab)
  const passengers = booking.passengers.map((_, position) => position).filter(() => dice.chance(0.4))
  if (passengers.length === 0) return
  const quote = await quoted(scene, tab, `/api/bookings/${booking.id}/cancel/quote`, { passengers })
  const { fee, back } = quote ?? { fee: { amount: 0, currency: 'EUR' }, back: undefined }
  return asker(scene, tab)('booking.cancel', { booking: booking.id, passengers, quote: { fee, ...(back && { back }) } })
}

/** Takes another coach, or another piece of the way, for what the server quotes. */
export async function moveTrip(scene: Scene, tab: Tab): Promise<void> {
  const { dice } = scene
  const booking = await ownBooking(scene, tab, stands)
  if (!booking) return bookCrowd(scene, tab)
  const wishes: RescheduleIntent['wishes'] = dice.chance(0.5) ? [{ kind: 'together' }, { kind: 'any' }] : [{ kind: 'any' }] // prettier-ignore
  const ride = { ...someRide(scene), wishes, pay: dice.pick(['wallet', 'on-board'] as const) }
  const quote = await quoted(scene, tab, `/api/bookings/${booking.id}/reschedule/quote`, ride)
  if (!quote) return
  const { fee, back, dueAfter } = quote
  return asker(scene, tab)('booking.reschedule', { booking: booking.id, ...ride, quote: { fee, back, dueAfter } })
}

/** Answers what the agency changed. */
export async function answerChoice(scene: Scene, tab: Tab): Promise<void> {
  const { dice } = scene
  const booking = await ownBooking(scene, tab, ({ choice }) => choice !== undefined)
  if (!booking?.choice) return bookCrowd(scene, tab)
  const answer = dice.pick(booking.choice.answers)
  const args: ChooseIntent =
    answer === 'move'
      ? { booking: booking.id, answer, ...someRide(scene), wishes: [{ kind: 'any' }] }
      : { booking: booking.id, answer }
  return asker(scene, tab)('booking.choose', args)
}

/** Most want to go the whole way with the first coach. */
function popular(scene: Scene) {
  const { dice, world } = scene
  if (dice.chance(0.3)) return someRide(scene)
  return { departure: departureIdAt(world.plan.hours[0] ?? 9), board: end(0), alight: end(stops - 1) }
}

/** A large party, that takes whatever there is: coaches fill up. */
export function bookCrowd(scene: Scene, tab: Tab): Promise<void> {
  const { dice, world } = scene
  const few = someBooking(dice, world.plan)
  const passengers = Array.from({ length: dice.between(3, 9) }, (_, i) => ({ name: `Jonas Jonaitis ${i + 1}` }))
  const wish = paidBy(scene, { ...few, ...popular(scene), passengers, wishes: [{ kind: 'any' }] })
  const later = dice.chance(0.3) ? [{ kind: 'later' as const, withinMinutes: dice.pick([60, 240]) }] : []
  return bookAndPay(scene, tab, { ...wish, wishes: [{ kind: 'any' }, ...later] })
}

/** Whether this phone shows hardly a seat that is free all the way. */
async function looksFull({ app }: Tab, departure: string): Promise<boolean> {
  const stores = app.currentStores()
  const shown = stores ? (await app.recordsOf(stores.cache, 'departure')).find(({ id }) => id === departure) : undefined
  const seats = shown && seatMaps[shown.seatMap]
  return shown !== undefined && seats !== undefined && seatsOf(seats).length - Object.keys(shown.taken).length < 7
}

/** A party that waits for seats, mostly of the coach that everybody wants. */
export async function waitForSeats(scene: Scene, tab: Tab): Promise<void> {
  const { dice, world } = scene
  const ride = popular(scene)
  if (!(await looksFull(tab, ride.departure)) && dice.chance(0.8)) return bookCrowd(scene, tab)
  const passengers = Array.from({ length: dice.between(1, 7) }, (_, i) => ({ name: `Eglė Kazlauskaitė ${i + 1}` }))
  const amount = fareOf(world.plan, ride.departure) * passengers.length - (dice.chance(0.05) ? 1 : 0)
  const pay = world.plan.habits.includes('money') ? dice.pick(['wallet', 'on-board'] as const) : 'on-board'
  return asker(scene, tab)('booking.wait', { ...ride, passengers, ceiling: { amount, currency: 'EUR' }, pay })
}

export async function leaveLine(scene: Scene, tab: Tab): Promise<void> {
  const stores = tab.app.currentStores()
  const mine = stores ? await tab.app.recordsOf(stores.cache, 'waiting') : []
  if (mine.length > 0) return asker(scene, tab)('booking.leave', { waiting: scene.dice.pick(mine).id })
}
