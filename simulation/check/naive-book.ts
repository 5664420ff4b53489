import type { BookIntent, CancelIntent, ChooseIntent, RescheduleIntent, WaitIntent } from 'shared/booking/intents.ts'
import { outcome } from 'shared/sync/envelope.ts'
import { fareOf } from '../line.ts'
import type { World } from '../world.ts'
import type { Books } from './books.ts'

/** What anybody can tell of a booking who hears what was asked and what was answered, and reads the fares. */
export interface Told {
  readonly account: string
  departure: string
  /** What each who travels pays: either, where the agency may have moved them for what was agreed. */
  units: readonly number[]
  /** Positions of those who travel. */
  readonly travelling: Set<number>
  /** Kept for changes: at least what was said, at most what was shown. */
  least: number
  most: number
  /** Its passengers gave it up. */
  over: boolean
}

export interface Answered {
  readonly id: string
  readonly n: number
  readonly account: string
  readonly outcome: string
}

/** As the server keeps it: whether it was given before is said when it is given. */
const stored = outcome.omit({ replayed: true })

/** Bookings by id, from nothing but requests and their answers in the order in which these were given. */
export function naiveBook({ server, plan }: World, books: Books): Map<string, Told> {
  const told = new Map<string, Told>()
  const party = (id: string, account: string, departure: string, many: number): void => {
    const travelling = new Set(Array.from({ length: many }, (_, position) => position))
    told.set(id, { account, departure, units: [fareOf(plan, departure)], travelling, least: 0, most: 0, over: false })
  }
  const kept = server.eyes.prepare<[], Answered>('select id, n, account, outcome from intent where outcome is not null').all() // prettier-ignore
  // What the server has forgotten since it told of it, too.
  const forgotten = [...books.answers.values()].filter(({ id }) => !kept.some((row) => row.id === id))
  for (const { id, account, outcome } of inOrder([...kept, ...forgotten])) {
    // prettier-ignore
    const asked = books.sent.get(id)
    const { status, data } = stored.parse(JSON.parse(outcome))
    if (!asked || (status !== 'confirmed' && status !== 'held')) continue
    const { name, args } = asked
    const departure = typeof data['departure'] === 'string' ? data['departure'] : undefined
    switch (name) {
      case 'booking.book':
        party(id, account, departure ?? '', (args as BookIntent).passengers.length)
        break
      case 'booking.wait':
        party(id, account, (args as WaitIntent).departure, (args as WaitIntent).passengers.length)
        break
      case 'booking.leave':
        left(told.get((args as { waiting: string }).waiting))
        break
      case 'booking.cancel':
        cancelled(told, args as CancelIntent, feeIn(data))
        break
      case 'booking.reschedule':
        moved(told.get((args as RescheduleIntent).booking), departure, (args as RescheduleIntent).quote.fee.amount)
        break
      case 'booking.choose':
        chosen(told.get((args as ChooseIntent).booking), args as ChooseIntent, departure)
        break
    }
  }
  return told

  /** A party that has left its line is served no more. */
  function left(party: Told | undefined): void {
    if (party) party.over = true
  }

  function moved(booking: Told | undefined, to: string | undefined, fee: number): void {
    if (!booking || to === undefined) return
    booking.departure = to
    const fare = fareOf(plan, to)
    // While the agency waits for an answer another coach costs no more.
    booking.units = plan.habits.includes('disruptions') ? [fare, ...atMost(booking.units, fare)] : [fare]
    booking.most += fee
  }

  function chosen(booking: Told | undefined, { answer }: ChooseIntent, to: string | undefined): void {
    if (!booking) return
    if (answer === 'refund') booking.over = true
    if (answer !== 'move' || to === undefined) return
    booking.departure = to
    // The agency moves them: they pay no more than was agreed.
    booking.units = atMost(booking.units, fareOf(plan, to))
  }
}

const atMost = (units: readonly number[], fare: number): number[] => units.map((unit) => Math.min(unit, fare))

/** In the order of the asker's own account, and of the phone within one batch. */
function inOrder(rows: readonly Answered[]): Answered[] {
  const place = ({ account, outcome }: Answered): number =>
    stored.parse(JSON.parse(outcome)).at[`account:${account}`] ?? 0
  return rows.toSorted((a, b) => place(a) - place(b) || a.n - b.n)
}

function cancelled(
  told: ReadonlyMap<string, Told>,
  { booking: id, passengers, quote }: CancelIntent,
  fee: number,
): void {
  const booking = told.get(id)
  if (!booking) return
  for (const position of passengers ?? [...booking.travelling]) booking.travelling.delete(position)
  if (booking.travelling.size === 0) booking.over = true
  booking.least += fee
  // Who was shown nothing pays nothing.
  booking.most += Math.min(fee, quote?.fee.amount ?? 0)
}

function feeIn(data: Readonly<Record<string, unknown>>): number {
  const { fee } = data
  return typeof fee === 'object' && fee !== null && 'amount' in fee ? Number(fee.amount) : 0
}
