import type { PlanOptions } from './plan.ts'

export interface KeptSeed {
  readonly seed: string
  readonly options?: PlanOptions
  /** What it once showed. */
  readonly why: string
}

/** Seeds that failed once; they are run for ever. */
export const keptSeeds: readonly KeptSeed[] = []
