import type { Reader } from '../db/transact.ts'

/** One thing that is wrong. */
export interface Flaw {
  /** What it is about: `booking 3f…`, `departure demo:t9@20261124`. */
  readonly at: string
  readonly why: string
}

/** A fact that holds in every sound database. */
export interface Check {
  /** As in docs/rules.md. */
  readonly number: string
  readonly says: string
  /**
   * All places where it does not hold. Reads one page after the other, so memory stays bounded; `reader` sees one
   * snapshot, or nobody writes meanwhile.
   */
  find(reader: Reader): AsyncIterable<Flaw>
}
