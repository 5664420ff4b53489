import type { World } from '../world.ts'
import { holds } from './violation.ts'

interface Overdue {
  readonly id: string
  readonly until: number
}

/** Jobs come by each second, or five; a unit may fail many times in a row. */
const slackMs = 25_000

/** SM52, SM53: a hold ends with its deadline, and a question nobody answered falls to its default: a job's pace later. */
export function checkDeadlines({ server, scheduler, plan }: World, now = scheduler.now): void {
  if (plan.habits.length === 0) return
  const slack = slackMs + 2 * server.leastPace
  if (now - server.since < slack) return
  const late = now - slack
  const holding = server.eyes
    .prepare<[number], Overdue>("select id, held_until as until from booking where status = 'held' and held_until < ?")
    .get(late)
  holds('SM52', !holding, () => `booking ${holding?.id} is held ${now - (holding?.until ?? 0)} ms after its end`)
  const asking = server.eyes
    .prepare<[number], Overdue>(
      "select id, choice_until as until from booking where choice is not null and status in ('held', 'confirmed') and choice_until < ?",
    )
    .get(late)
  holds('SM53', !asking, () => `booking ${asking?.id} still asks ${now - (asking?.until ?? 0)} ms after the deadline`)
}
