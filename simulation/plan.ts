import type { Dice } from './machine/dice.ts'
import { makeDice } from './machine/dice.ts'
import { faultKinds, type FaultRates, ratesOf } from './faults.ts'
import { type Habit } from './habits.ts'
import { type Circumstances, circumstancesOf } from './circumstances.ts'
import type { Optional } from './left-out.ts'
import { type Life, lifeOf } from './life-plan.ts'
import { conductorDeeds, operatorDeeds, passengerDeeds, phoneDeeds, type DeedName } from './people/deeds.ts'

export type Part = 'passenger' | 'conductor' | 'operator'

export interface PersonPlan {
  readonly name: string
  readonly part: Part
}

export interface PhonePlan {
  readonly name: string
  /** Who uses it, the first at the start. */
  readonly people: readonly string[]
  readonly tabs: number
  readonly hasLocks: boolean
  readonly skew: number
  /** Tabs opened after so many are of the next version of the app. */
  readonly oldTabs?: number
  /** Rows it asks for at most in one answer: an older app, or a small phone. */
  readonly page: number
}

/** One thing that somebody does, or that befalls them. Dropping one leaves the others as they are. */
export interface Step {
  readonly index: number
  /** Time since the step before it, ms. */
  readonly wait: number
  readonly phone: string
  readonly deed: DeedName
  /** Names the dice of this step. */
  readonly dice: string
}

export interface Plan extends Life, Circumstances {
  readonly seed: string
  readonly people: readonly PersonPlan[]
  readonly phones: readonly PhonePlan[]
  readonly steps: readonly Step[]
  readonly rates: FaultRates
  /** Limits of hoarding as in earnest; else far away, so that coaches fill up. */
  readonly strict: boolean
  readonly groupLimit: number
  readonly hours: readonly number[]
  /** What of the habits this seed has. */
  readonly habits: readonly Habit[]
}

export interface PlanOptions {
  readonly steps?: number | undefined
  /** Faults and habits that are left out, for shortening a history. */
  readonly without?: readonly Optional[]
  readonly withoutSteps?: readonly number[]
}

/** All that a seed decides before anything happens. */
export function planOf(seed: string, { steps, without = [], withoutSteps = [] }: PlanOptions = {}): Plan {
  const dice = makeDice(`plan ${seed}`)
  const large = dice.chance(1 / 50)
  const phoneCount = large ? dice.between(10, dice.pick([15, 20, 50])) : dice.between(2, dice.pick([4, 6, 8]))
  const conductors = large ? 3 : dice.between(1, 2)
  const phones: PhonePlan[] = []
  const people: PersonPlan[] = []
  for (let i = 0; i < phoneCount; i += 1) {
    const part: Part = i < conductors ? 'conductor' : i === conductors && dice.chance(0.3) ? 'operator' : 'passenger'
    const own = `${part}${i + 1}`
    people.push({ name: own, part })
    const others = people.filter((one) => one.name !== own)
    // Some people have two phones, and some phones two people.
    const shares = dice.chance(0.2)
    const users = shares && others.length > 0 ? [dice.pick(others).name, own] : [own]
    phones.push({
      name: `phone${i + 1}`,
      people: dice.chance(0.5) ? users : [...users].reverse(),
      tabs: !large && dice.chance(0.35) ? dice.between(2, 3) : 1,
      hasLocks: !dice.chance(0.15),
      page: dice.chance(0.4) ? dice.between(4, 12) : 2000,
      skew: dice.chance(0.2)
        ? dice.pick([-3, -1, 1, 5]) * 31_536_000_000 + dice.between(-1e9, 1e9)
        : dice.between(-90_000, 90_000),
    })
  }
  const most = steps ?? (large ? 100 : dice.between(20, 50))
  const rates = ratesOf(
    dice.fork('faults'),
    faultKinds.filter((kind) => without.includes(kind)),
  )
  const plain = {
    seed,
    people,
    phones,
    steps: stepsOf(dice.fork('steps'), { people, phones, most, hurried: large }).filter(
      ({ index }) => !withoutSteps.includes(index),
    ),
    rates,
    strict: dice.chance(0.3),
    groupLimit: dice.pick([1, 3, 256]),
    hours: dice.chance(0.5) ? [9] : [9, 10],
  }
  const lived = { ...plain, ...lifeOf(plain, dice.fork('life'), without) }
  return { ...lived, ...circumstancesOf(lived, dice.fork('circumstances'), without) }
}

function stepsOf(
  dice: Dice,
  {
    people,
    phones,
    most,
    hurried,
  }: { people: readonly PersonPlan[]; phones: readonly PhonePlan[]; most: number; hurried: boolean },
): Step[] {
  const partOf = new Map(people.map(({ name, part }) => [name, part]))
  const deedsOf = { passenger: passengerDeeds, conductor: conductorDeeds, operator: operatorDeeds }
  return Array.from({ length: most }, (_, index) => {
    const phone = dice.pick(phones)
    const part = partOf.get(phone.people[0] ?? '') ?? 'passenger'
    const deeds = dice.chance(0.25) ? phoneDeeds : deedsOf[part]
    const wait = hurried || dice.chance(0.55) ? dice.between(0, 400) : dice.chance(0.93) ? dice.between(400, 8_000) : dice.between(30_000, 300_000) // prettier-ignore
    return { index, wait, phone: phone.name, deed: dice.pick(deeds), dice: `${index}` }
  })
}
