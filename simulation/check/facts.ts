import type { BoardIntent } from 'shared/tickets/intents.ts'
import type { Server } from '../server/server.ts'
import type { Books } from './books.ts'
import type { Outcomes } from './outcomes.ts'
import { holds } from './violation.ts'

/** SM28: no fact from the bus is lost: what was recorded is an event, or kept for a person. */
export function checkFacts({ eyes }: Server, books: Books, outcomes: Outcomes): void {
  const kept = new Set(
    eyes.prepare<[], string>('select id from boarding_event union select id from fact_held').pluck().all(),
  )
  for (const [id, { phone, about }] of books.all) {
    if (about.name !== 'tickets.board' || outcomes.statusOf(id) !== 'recorded') continue
    const { event } = about.args as BoardIntent
    holds('SM28', kept.has(event) || kept.has(id), () => `${phone} was told that ${id} is recorded, and it is not`)
  }
}
