import type { BoardIntent } from 'shared/tickets/intents.ts'
import { hex } from 'shared/base/random.ts'
import { departureIdAt } from 'shared/testing/builders.ts'
import type { App } from '../app/app.ts'
import type { Dice } from '../machine/dice.ts'
import { stops } from './passenger.ts'

export interface Shift {
  readonly dice: Dice
  readonly hours: readonly number[]
  readonly now: () => number
  readonly habits: readonly string[]
}

/** A fact about somebody on the list, as the conductor's phone has it; undefined when the list is empty. */
export async function someFact(
  app: App,
  kind: 'board' | 'undo' | 'cash',
  { dice, hours, now, habits }: Shift,
): Promise<BoardIntent | undefined> {
  const stores = app.currentStores()
  if (!stores) return undefined
  const departure = departureIdAt(dice.pick(hours))
  const { entries, events, waitingEvents, asOf } = await app.readManifest(stores, departure)
  const device = String((await stores.outbox.meta.get('device'))?.value ?? hex(dice.bytes(16)))
  const frame = { event: hex(dice.bytes(16)), departure, stop: dice.below(stops), device, deviceAt: now(), offset: 0, manifestAt: asOf } // prettier-ignore
  if (kind === 'undo') {
    const told = [...events, ...waitingEvents].filter((one) => one.kind !== 'undo')
    if (told.length === 0) return undefined
    // Who boarded twice by mistake is put right.
    const doubles = events.filter((one) => one.kind === 'board' && one.flags?.includes('double-boarded'))
    const mends = habits.length > 0 && doubles.length > 0 && dice.fork('doubles').chance(0.7)
    const { ticket, event, departure: of } = dice.pick(mends ? doubles : told)
    return { ...frame, departure: of, ticket, kind, undoes: event }
  }
  if (entries.length === 0) return undefined
  const entry = dice.pick(entries)
  if (kind === 'cash') return { ...frame, ticket: entry.ticket, kind, amount: entry.due }
  return { ...frame, ticket: entry.ticket, kind, verdict: 'valid' }
}
