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
  { seed: '14001', why: 'a cache that lost its handle as it opened was never read again' },
  { seed: '61018', why: 'a cache that lost its handle as it opened held up the queue' },
  { seed: '61003', why: 'a request made while an empty queue was deleted at sign-out was lost' },
  { seed: '61013', why: 'the same, when the next person signed in over it' },
  { seed: '990181', why: 'what moved while the stream of pokes was down was not heard for another minute' },
]
