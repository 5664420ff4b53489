import type { Dice } from './machine/dice.ts'
import { passengerDeeds, phoneDeeds } from './people/deeds.ts'
import type { PersonPlan, PhonePlan, Step } from './plan.ts'

/**
 * What makes some seeds special. `crowd`: one phone with three tabs, two people and no rest. `late-start`: the first coach
 * is about to leave. `update`: tabs opened later are of the next version of the app, the first ones stay open.
 * `dark-spell`: no request arrives for a while, and then nobody touches anything. `quiet-end`: nobody looks at a phone when
 * the storm is over, so its own timers have to do. Seeds without habits have none of these, and keep the history they had.
 */
export const circumstances = ['crowd', 'late-start', 'update', 'dark-spell', 'quiet-end'] as const
export type Circumstance = (typeof circumstances)[number]

interface Lived {
  readonly people: readonly PersonPlan[]
  readonly phones: readonly PhonePlan[]
  readonly steps: readonly Step[]
  readonly habits: readonly string[]
}

export interface Circumstances {
  readonly circumstances: readonly Circumstance[]
  readonly phones: readonly PhonePlan[]
  readonly steps: readonly Step[]
  /** Into the morning, ms. */
  readonly startsLater: number
  readonly quietEnd: boolean
}

/** More phones would take too long to fall quiet: it is minutes of the seed's own time. */
const fewPhones = 10

/** From half past seven to a quarter to nine: sales of the coach at nine end ten minutes later. */
const justBefore = 75 * 60_000

export function circumstancesOf(plan: Lived, dice: Dice, without: readonly string[]): Circumstances {
  const { phones, steps } = plan
  const has = {
    crowd: dice.chance(1 / 6),
    'late-start': dice.chance(1 / 6),
    update: dice.fork('update').chance(1 / 6),
    'dark-spell': dice.fork('dark').chance(1 / 8),
    'quiet-end': dice.fork('quiet end').chance(1 / 10) && phones.length < fewPhones,
  }
  const later = justBefore + dice.between(0, 12 * 60_000)
  const real = circumstances.filter((one) => has[one] && plan.habits.length > 0 && !without.includes(one))
  const crowd = real.includes('crowd') ? crowded(plan, dice) : { phones, steps }
  const aged = (phone: PhonePlan) => ({
    ...phone,
    oldTabs: dice.fork(phone.name).between(1, 2),
    tabs: Math.max(2, phone.tabs),
  })
  const all = real.includes('update') ? crowd.phones.map(aged) : crowd.phones
  return {
    circumstances: real,
    steps: crowd.steps,
    phones: all,
    startsLater: real.includes('late-start') ? later : 0,
    quietEnd: real.includes('quiet-end'),
  }
}

function crowded({ people, phones, steps }: Lived, dice: Dice): Pick<Circumstances, 'phones' | 'steps'> {
  const passengers = people.filter(({ part }) => part === 'passenger').map(({ name }) => name)
  const phone = phones.find((one) => passengers.includes(one.people[0] ?? ''))
  const other = passengers.find((name) => name !== phone?.people[0])
  if (!phone) return { phones, steps }
  const shared = other === undefined ? phone.people : [phone.people[0] ?? '', other]
  const full: PhonePlan = { ...phone, people: shared, tabs: 3, hasLocks: dice.chance(0.5) }
  const moved = (step: Step): Step => {
    const own = dice.fork(`crowd ${step.index}`)
    const deeds: readonly string[] = [...passengerDeeds, ...phoneDeeds]
    if (!deeds.includes(step.deed) || !own.chance(0.6)) return step
    const restless = own.pick(['change-user', 'nap', 'open-tab', 'background-sync'] as const)
    return { ...step, phone: full.name, deed: own.chance(0.25) ? restless : step.deed }
  }
  return { phones: phones.map((one) => (one === phone ? full : one)), steps: steps.map(moved) }
}
