import { createHash } from 'node:crypto'

/** Chance that is the same at each run of a seed. */
export interface Dice {
  /** A whole number from 0 to `below` - 1. */
  under(below: number): number
  pick<T>(from: readonly T[]): T
  id(): string
  /** Dice of their own for a part, so that one part's draws change no other's. */
  of(part: string): Dice
}

export function diceOf(seed: string): Dice {
  let drawn = 0
  const bytes = () =>
    createHash('sha256')
      .update(`${seed}\n${(drawn += 1)}`)
      .digest()
  const under = (below: number): number => bytes().readUIntBE(0, 6) % below
  return {
    under,
    pick(from) {
      const found = from[under(from.length)]
      if (found === undefined) throw new Error('Nothing to pick from')
      return found
    },
    id: () => bytes().toString('hex', 0, 16),
    of: (part) => diceOf(`${seed}/${part}`),
  }
}
