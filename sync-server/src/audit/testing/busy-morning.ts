import Sqlite from 'better-sqlite3'
import { must } from 'shared/base/result.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { z } from 'zod'
import { cards, fill, pass, payWith } from '../../testing/pay.ts'
import { makeWorld } from '../../testing/world.ts'
import { handOver } from '../../payments/hand-over.ts'
import { publishKeys } from '../../tickets/keys.ts'

const nine = departureIdAt(9)
const nextWeek = departureIdAt(9, '2026-11-30')

/** What stands in the database afterwards, by its id. */
export interface Morning {
  readonly account: string
  /** Two passengers, of whom one boarded twice and paid; and one that was cancelled. */
  readonly booking: string
  readonly cancelled: string
  /** An intent that was refused, and one that depended on it. */
  readonly refused: string
  readonly dependent: string
  /** Paid from the wallet; by card and given back to it; and held for a card. */
  readonly wallet: string
  readonly card: string
  readonly kept: string
  /** Paid from the wallet, and waits for a card to move an hour on. */
  readonly moving: string
  readonly ticket: string
  /** A boarding, and a fact that a passenger told, who may not. */
  readonly event: string
  readonly held: string
}

const booked = z.object({ booking: z.string() })

/** A morning on one coach: parties, a cancellation, refusals, boardings, cash, cards. Leaves `wayfare.db` in the folder. */
export async function busyMorning(folder: string): Promise<Morning> {
  const world = await makeWorld({ folder })
  const { context, clock } = world
  await context.db.transact((tx) => publishKeys(tx, context.signer))
  const phone = await world.passenger()
  await fill(world, phone, 5000)
  const book = async (about: Partial<Parameters<typeof bookIntentOf>[0]>, pay = 'on-board') => {
    const outcome = await phone.ask('booking.book', { ...bookIntentOf({ departure: nine, ...about }), pay })
    return booked.parse(outcome.data).booking
  }
  const confirmed = async (name: 'booking.cancel', args: unknown) => {
    const { status, code } = await phone.ask(name, args)
    if (status !== 'confirmed') throw new Error(`${name} was ${status} ${code}`)
  }
  const booking = await book({ passengers: 2 })
  const cancelled = await book({ from: 2, to: 4 })
  await confirmed('booking.cancel', { booking: cancelled })
  const wallet = await book({ from: 3, to: 6 }, 'wallet')
  const part = await book({ departure: nextWeek, passengers: 3 }, 'wallet')
  await confirmed('booking.cancel', { booking: part, passengers: [1] })
  const dear = phone.envelope('booking.book', bookIntentOf({ departure: nine, ceiling: 1 }))
  const after = phone.envelope('booking.cancel', { booking: dear.id }, { after: [dear.id] })
  await phone.send([dear, after])

  const card = await book({ departure: nextWeek }, 'card')
  await payWith(world, phone, card, cards.good)
  await pass(world, 5000)
  await confirmed('booking.cancel', { booking: card })
  await pass(world, 10_000)
  const kept = await book({ departure: nextWeek }, 'card')

  const moving = await book({ departure: nine, from: 5, to: 6 }, 'wallet')
  const any = { amount: 10_000, currency: 'EUR' }
  const asked = await phone.ask('booking.reschedule', {
    booking: moving,
    departure: nextWeek,
    board: { index: 0, stop: 'f:s0' },
    alight: { index: 2, stop: 'f:s2' },
    wishes: [{ kind: 'any' }],
    pay: 'card',
    quote: { fee: any, back: { ...any, amount: -10_000 }, dueAfter: any },
  })
  if (asked.status !== 'held') throw new Error(`A move by card was ${asked.status} ${asked.code}`)

  const conductor = await world.conductor()
  const [ticket, other] = ticketsOf(world.file, booking)
  const fact = (about: Partial<BoardIntent>): BoardIntent => ({
    event: world.id(),
    ticket: must(ticket, 'ticket'),
    departure: nine,
    stop: 0,
    kind: 'board',
    device: conductor.device,
    deviceAt: clock.now,
    offset: 0,
    manifestAt: null,
    verdict: 'cash-due',
    ...about,
  })
  const event = world.id()
  await conductor.ask('tickets.board', fact({ event }))
  await conductor.ask('tickets.board', fact({}))
  await conductor.ask('tickets.board', fact({ kind: 'cash', amount: { amount: 500, currency: 'EUR' } }))
  await conductor.ask('tickets.board', fact({ ticket: must(other, 'ticket') }))
  const amount = { amount: 300, currency: 'EUR' }
  const handed = { id: world.id(), agency: 'f:A', conductor: conductor.actor.account, by: phone.actor.account, amount }
  await context.db.transact((tx) => handOver(tx, handed))
  const { id: held } = await phone.ask('tickets.board', fact({}))
  await world.close()
  return {
    account: phone.actor.account,
    booking,
    cancelled,
    refused: dear.id,
    dependent: after.id,
    wallet,
    card,
    kept,
    moving,
    ticket: must(ticket, 'ticket'),
    event,
    held,
  }
}

function ticketsOf(file: string, booking: string): string[] {
  const db = new Sqlite(file, { readonly: true })
  try {
    return db.prepare<[string], string>('select id from ticket where booking = ? order by id').pluck().all(booking)
  } finally {
    db.close()
  }
}
