import { must } from 'shared/base/result.ts'
import type { BookIntent, Wish } from 'shared/booking/intents.ts'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import { departureIdAt } from 'shared/testing/builders.ts'
import type { App } from '../app/app.ts'
import type { Dice } from '../machine/dice.ts'
import type { Plan } from '../plan.ts'

export const stops = 5

export const end = (index: number) => ({ index, stop: `f:s${index}` })

/** A wish to travel as people have them: a party, seats near each other, something else if need be. */
export function someBooking(dice: Dice, { hours, seatMap }: Pick<Plan, 'hours' | 'seatMap'>): BookIntent {
  const seats = seatsOf(must(seatMaps[seatMap], 'seat map')).map((seat) => seat.label)
  const from = dice.below(stops - 1)
  const to = dice.between(from + 1, stops - 1)
  const party = dice.chance(0.6) ? dice.between(1, 2) : dice.between(3, 6)
  const hour = dice.pick(hours)
  const wishes: Wish[] = []
  if (dice.chance(0.6)) {
    // Everybody likes the same few seats.
    const first = dice.below(dice.chance(0.7) ? 6 : seats.length - party)
    wishes.push({ kind: 'seats', seats: seats.slice(first, first + party) })
  }
  if (dice.chance(0.4)) wishes.push({ kind: 'together' })
  if (dice.chance(0.6)) wishes.push({ kind: 'any' })
  const other = hours.find((one) => one !== hour)
  if (other !== undefined && dice.chance(0.5))
    wishes.push({ kind: 'departure', departure: departureIdAt(other), board: end(from), alight: end(to) })
  if (wishes.length === 0) wishes.push({ kind: 'any' })
  return {
    departure: departureIdAt(hour),
    board: end(from),
    alight: end(to),
    passengers: Array.from({ length: party }, (_, i) => ({ name: `Ona Kazlauskienė ${i + 1}` })),
    wishes,
    ceiling: { amount: dice.chance(0.9) ? 500 * party : 499 * party, currency: 'EUR' },
    pay: 'on-board',
  }
}

/** A booking of this person's to cancel, one that still waits among them; and what it comes after. */
export async function someTrip(app: App, dice: Dice): Promise<{ booking: string; after: string[] } | undefined> {
  const stores = app.currentStores()
  if (!stores) return undefined
  const booked = (await app.recordsOf(stores.cache, 'booking')).filter((one) => one.status === 'confirmed')
  const { waiting } = await app.readOutbox(stores.outbox, false)
  const asked = waiting.filter((one) => one.name === 'booking.book' && one.outcome === null)
  const all = [...booked.map(({ id }) => ({ booking: id, after: [] })), ...asked.map(({ id }) => ({ booking: id, after: [id] }))] // prettier-ignore
  return all.length > 0 ? dice.pick(all) : undefined
}
