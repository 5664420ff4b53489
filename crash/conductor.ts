import { manifestEntry } from 'shared/records.ts'
import type { IntentEnvelope } from 'shared/sync/envelope.ts'
import type { Desk, Person } from './person.ts'

/** Scans tickets, takes cash, and takes some of it back. */
export function conductor({ dice, device, rides, envelope }: Desk): Person {
  const tickets = new Map<string, string>()
  const events: { event: string; ticket: string; departure: string }[] = []

  const fact = (): IntentEnvelope[] => {
    const [ticket, departure] = tickets.size > 0 ? dice.pick([...tickets]) : []
    if (ticket === undefined || departure === undefined) return []
    const about = { stop: 0, device, deviceAt: Date.now(), offset: 0, manifestAt: null }
    const event = dice.id()
    const undone = events.length > 0 && dice.under(4) === 0 ? dice.pick(events) : undefined
    if (undone !== undefined) {
      const { event: undoes, ...where } = undone
      return [envelope('tickets.board', { event, ...where, kind: 'undo', undoes, ...about })]
    }
    events.push({ event, ticket, departure })
    const cash = { kind: 'cash', amount: { amount: 500, currency: 'EUR' } }
    // Few board: who has boarded cannot change anything any more.
    const what = dice.under(3) === 0 ? { kind: 'board', verdict: 'cash-due' } : cash
    return [envelope('tickets.board', { event, ticket, departure, ...what, ...about })]
  }

  return {
    wishes: () => Array.from({ length: 1 + dice.under(2) }, fact).flat(),
    scopes: () => [...new Set(rides.map(({ departure }) => `manifest:${departure}`))],
    learn(scope, { kind, value }) {
      const row = kind === 'manifest-entry' ? manifestEntry.safeParse(value).data : undefined
      if (row?.status === 'valid') tickets.set(row.ticket, scope.slice('manifest:'.length))
      else if (row) tickets.delete(row.ticket)
    },
    hear: () => undefined,
    errand: () => Promise.resolve(),
  }
}
