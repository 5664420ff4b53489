import type { FaultRates } from './faults.ts'
import { type Habit, habits } from './habits.ts'
import type { Optional } from './left-out.ts'
import type { Dice } from './machine/dice.ts'
import { type LifeDeed, lifeDeeds, phoneDeeds } from './people/deeds.ts'
import type { Part, PersonPlan, PhonePlan, Step } from './plan.ts'

/** What a seed decides about the habits of its people. */
export interface Life {
  readonly habits: readonly Habit[]
  readonly seatMap: string
  /** How long seats wait for a card payment, ms. */
  readonly holdMs: number
}

interface Plain {
  readonly people: readonly PersonPlan[]
  readonly phones: readonly PhonePlan[]
  readonly steps: readonly Step[]
  readonly rates: FaultRates
  readonly hours: readonly number[]
}

/** The map of a seed without habits. */
const plainSeatMap = 'vip-2+1-30'
const seatMaps = [plainSeatMap, 'minibus-2+1-19', 'minibus-2+1-19'] as const

/** Of so many seeds one has no habits at all. */
const oldWays = 10

/**
 * What a plain plan becomes with habits: some of its steps are other deeds, in the same number. Dice of its own, and of
 * each step: what is left out changes nothing else.
 */
export function lifeOf(plain: Plain, dice: Dice, without: readonly Optional[]): Plain & Life {
  // What becomes of payments and changes that a restored server forgot is not stated yet.
  const plainly = dice.chance(1 / oldWays) || plain.rates.restore > 0
  const kept = plainly ? [] : habits.filter((habit) => !without.includes(habit))
  const seatMap = dice.pick(seatMaps)
  const holdMs = dice.pick([30_000, 90_000, 900_000])
  const hours = dice.pick([[9], [9, 10], [9, 10], [9, 10, 12]])
  const operator = dice.chance(0.7)
  if (kept.length === 0)
    return { ...plain, rates: withoutCards(plain.rates), habits: [], seatMap: plainSeatMap, holdMs: 900_000 }
  const staff = operator && !plain.people.some(({ part }) => part === 'operator')
  const newcomers: readonly PersonPlan[] = [
    ...(staff ? [{ name: 'operator', part: 'operator' as const }] : []),
    ...(plain.people.some(({ part }) => part === 'passenger')
      ? []
      : [{ name: 'passenger', part: 'passenger' as const }]),
  ]
  const phones = [...plain.phones, ...newcomers.map(({ name }, i) => newPhone(name, plain.phones.length + i + 1, dice))]
  const people = [...plain.people, ...newcomers]
  return {
    people,
    phones,
    steps: plain.steps.map((step) => lived(step, { people, phones, kept, dice: dice.fork(`step ${step.index}`) })),
    rates: kept.includes('money') ? plain.rates : withoutCards(plain.rates),
    hours,
    habits: kept,
    seatMap,
    holdMs,
  }
}

const newPhone = (person: string, number: number, dice: Dice): PhonePlan => ({
  name: `phone${number}`,
  people: [person],
  tabs: 1,
  hasLocks: true,
  skew: dice.between(-90_000, 90_000),
  page: 2000,
})

const withoutCards = (rates: FaultRates): FaultRates => ({
  ...rates,
  'webhook-lost': 0,
  'webhook-late': 0,
  'webhook-doubled': 0,
  'webhook-forged': 0,
  'provider-fails': 0,
})

/** A step as somebody with habits takes it: most of what is done with the app is of these. */
function lived(
  step: Step,
  {
    people,
    phones,
    kept,
    dice,
  }: {
    readonly people: readonly PersonPlan[]
    readonly phones: readonly PhonePlan[]
    readonly kept: readonly Habit[]
    readonly dice: Dice
  },
): Step {
  const known: readonly string[] = phoneDeeds
  const partOf = ({ people: [owner] }: PhonePlan): Part =>
    people.find(({ name }) => name === owner)?.part ?? 'passenger'
  const able = phones.filter((phone) => lifeDeeds[partOf(phone)].length > 0)
  if (able.length === 0) return step
  const as = dice.pick(able)
  const stays = known.includes(step.deed) || !dice.chance(0.65)
  const part = partOf(as)
  const mine: readonly (readonly [LifeDeed, Habit])[] = lifeDeeds[part]
  if (stays || mine.length === 0) return step
  const [deed, habit] = dice.pick(mine)
  return kept.includes(habit) ? { ...step, phone: as.name, deed } : step
}
