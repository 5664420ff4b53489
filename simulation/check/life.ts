import type { World } from '../world.ts'
import type { Books } from './books.ts'
import { checkCards } from './cards.ts'
import { checkCoffers } from './coffers.ts'
import { checkDeadlines } from './deadlines.ts'
import { checkParties } from './lines.ts'
import { checkPurses } from './purses.ts'

/** SM50–SM53, SM58: money, seats and deadlines after a step. */
export function checkLife(world: World): void {
  if (!world.server.owner.alive || world.plan.habits.length === 0) return
  checkCoffers(world.server)
  checkDeadlines(world)
  checkParties(world)
}

/** SM54–SM57 too: the next morning nothing is under way any more. */
export function checkMorning(world: World, books: Books): void {
  checkLife(world)
  checkCards(world)
  checkPurses(world, books)
}
