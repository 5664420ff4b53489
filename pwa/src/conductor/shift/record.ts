import { newId } from 'shared/base/random.ts'
import type { BoardingFact } from 'shared/tickets/events.ts'
import type { BoardIntent } from 'shared/tickets/intents.ts'
import { create } from 'zustand'
import { now } from '../../local/clock.ts'
import { ask } from '../../local/outbox.ts'
import { noteTime, useClockOffset } from '../../local/clock-offset.ts'
import { chance } from '../../sync/browser-ports.ts'
import { phoneClockOffBy } from './phone-clock.ts'
import { thisDevice } from './device.ts'

/** Facts of this tab: they count at once, before the stores have told the screens. */
export const useFreshFacts = create<{ readonly facts: readonly BoardingFact[] }>()(() => ({ facts: [] }))

/** What a fact says of itself; the rest is known here. */
export type NewFact = Pick<BoardIntent, 'ticket' | 'departure' | 'stop' | 'kind' | 'manifestAt'> &
  Partial<Pick<BoardIntent, 'undoes' | 'amount' | 'token' | 'verdict' | 'overrode'>>

export type Recorded = { ok: true; event: string } | { ok: false; code: 'not-saved' | 'signed-out' }

/** Keeps a fact from the bus. Only when it is on disk has it happened. */
export async function record(fact: NewFact): Promise<Recorded> {
  const device = await thisDevice()
  if (device === null) return { ok: false, code: 'signed-out' }
  const event = newId(chance.bytes)
  const whole: BoardIntent = { ...fact, event, device, deviceAt: now(), offset: useClockOffset.getState().offset }
  const asked = await ask('tickets.board', whole)
  if (!asked.ok) return asked
  useFreshFacts.setState(({ facts }) => ({ facts: [...facts, whole] }))
  if (phoneClockOffBy() === null) noteTime()
  return { ok: true, event }
}
