import { type Circumstance, circumstances } from './circumstances.ts'
import { type FaultKind, faultKinds } from './faults.ts'
import { type Habit, habits } from './habits.ts'

/** All that a history can do without: kinds of faults, habits of people, and special circumstances. */
export const optional = [...faultKinds, ...habits, ...circumstances] as const
export type Optional = FaultKind | Habit | Circumstance
