import type { PlanOptions } from './plan.ts'

export interface KeptSeed {
  readonly seed: string
  readonly options?: PlanOptions
  /** What it once showed. */
  readonly why: string
}

/** Seeds that failed once; they are run for ever. */
export const keptSeeds: readonly KeptSeed[] = [
  { seed: '20003', why: 'two answers to renewals lost in a row, for longer than a minute, signed the person out' },
  { seed: '20009', why: 'a request behind one that waits for its time made the phone ask without a pause' },
]
