import type { Wish } from 'shared/booking/intents.ts'
import type { Ride } from 'shared/timetable/timetable.ts'

export type StepKind = 'together' | 'any' | 'departure'
/** What to try when the first wish cannot be had. */
export interface PlanStep {
  kind: StepKind
  on: boolean
}
/** The wishes of a request as the person orders them. The first wish is the chosen seats, else the best there are. */
export interface Plan {
  seats: readonly string[]
  steps: readonly PlanStep[]
  /** How far another departure may lie from the chosen one. */
  hours: number
}

export const hourChoices = [1, 2, 4, 8] as const
/** The server looks at no more than five departures for one request, the chosen one included. */
const mostOthers = 4

/** The plan a party starts with: "any together" for the chosen seats' fallback decides which steps are on. */
export function planFor(seats: readonly string[], party: number, fallback: string): Plan {
  const on: Record<StepKind, boolean> = {
    together: fallback === 'together' || fallback === 'any',
    any: fallback === 'any',
    departure: false,
  }
  const kinds: StepKind[] =
    seats.length === 0
      ? party > 1
        ? ['any', 'departure']
        : ['departure']
      : party > 1
        ? ['together', 'any', 'departure']
        : ['any', 'departure']
  const anyForOne = party === 1 && fallback !== 'none'
  return { seats, steps: kinds.map((kind) => ({ kind, on: on[kind] || (kind === 'any' && anyForOne) })), hours: 4 }
}

export const toggled = (plan: Plan, kind: StepKind): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => (step.kind === kind ? { ...step, on: !step.on } : step)),
})

/** Whether the step can change places with its neighbour; seats together stay before any seats, else they were idle. */
export function canMove(plan: Plan, kind: StepKind, by: -1 | 1): boolean {
  const at = plan.steps.findIndex((step) => step.kind === kind)
  const other = plan.steps[at + by]
  if (at < 0 || !other) return false
  const pair = [kind, other.kind]
  return !(pair.includes('together') && pair.includes('any'))
}

export function moved(plan: Plan, kind: StepKind, by: -1 | 1): Plan {
  if (!canMove(plan, kind, by)) return plan
  const steps = [...plan.steps]
  const at = steps.findIndex((step) => step.kind === kind)
  const [step] = steps.splice(at, 1)
  if (step) steps.splice(at + by, 0, step)
  return { ...plan, steps }
}

/** Rides of the same two places within the hours, nearest first; never the chosen one, nor one that has left. */
export function ridesNear(rides: readonly Ride[], chosen: Ride, hours: number, now: number): Ride[] {
  const distance = (ride: Ride) => Math.abs(ride.board.at - chosen.board.at)
  return rides
    .filter((ride) => ride.departure !== chosen.departure && ride.everyMinutes === undefined && ride.board.at > now)
    .filter((ride) => ride.price.money.currency === chosen.price.money.currency && distance(ride) <= hours * 3_600_000)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, mostOthers)
}

const endOf = (end: Ride['board']) => ({ index: end.index, stop: end.stop })

/** The wishes of the intent, in the order of the plan. `others` are the departures that "another departure" means. */
export function wishesOf(plan: Plan, party: number, others: readonly Ride[]): Wish[] {
  const first: Wish =
    plan.seats.length === party ? { kind: 'seats', seats: [...plan.seats] } : { kind: party > 1 ? 'together' : 'any' }
  const rest = plan.steps.flatMap((step): Wish[] => {
    if (!step.on) return []
    if (step.kind !== 'departure') return [{ kind: step.kind }]
    return others.map((ride) => ({
      kind: 'departure',
      departure: ride.departure,
      board: endOf(ride.board),
      alight: endOf(ride.alight),
    }))
  })
  return [first, ...rest]
}
