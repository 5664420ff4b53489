import { habits } from './habits.ts'
import type { PlanOptions } from './plan.ts'

export interface KeptSeed {
  readonly seed: string
  readonly options?: PlanOptions
  /** What it once showed. */
  readonly why: string
}

/** As seeds were before people had habits, backups came back, and older apps went on. */
const plain: PlanOptions = { without: [...habits, 'restore', 'old-client'] }

/** Seeds that failed once; they are run for ever. */
export const keptSeeds: readonly KeptSeed[] = [
  {
    seed: '20003',
    options: plain,
    why: 'two answers to renewals lost in a row, for longer than a minute, signed the person out',
  },
  {
    seed: '20009',
    options: plain,
    why: 'a request behind one that waits for its time made the phone ask without a pause',
  },
  { seed: '14001', options: plain, why: 'a cache that lost its handle as it opened was never read again' },
  { seed: '61018', options: plain, why: 'a cache that lost its handle as it opened held up the queue' },
  { seed: '61003', options: plain, why: 'a request made while an empty queue was deleted at sign-out was lost' },
  { seed: '61013', options: plain, why: 'the same, when the next person signed in over it' },
  {
    seed: '990181',
    options: plain,
    why: 'what moved while the stream of pokes was down was not heard for another minute',
  },
  { seed: '3201022', options: plain, why: 'a promise of a closed tab took a lock that nobody could give back' },
  { seed: '3300025', options: plain, why: 'what was asked while its queue was being thrown away was missed' },
  { seed: '3400020', why: 'what moved before a phone first listened was not heard for another minute' },
  { seed: '42', why: 'a conflict that a second restore forgot waited for nobody' },
  { seed: '364750298', why: 'who was to ask again in a moment waited for as long as the clock was set back' },
  {
    seed: '364750402',
    why: 'a stream of pokes that its page aborted at sign-out was read on, and the next person heard none',
  },
]
