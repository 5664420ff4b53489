import { createHash } from 'node:crypto'

/** Dice that fall the same way for the same seed. `fork` gives dice of their own to a part, so that parts do not disturb each other. */
export interface Dice {
  /** In [0, 1). */
  fraction(): number
  /** Whole, in [0, n). */
  below(n: number): number
  /** Whole, from least to most, both included. */
  between(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  bytes(n: number): Uint8Array
  fork(name: string): Dice
}

/** mulberry32 over a hash of the seed's text. */
export function makeDice(seed: string): Dice {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number): number => Math.floor(fraction() * n)
  return {
    fraction,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => probability > 0 && fraction() < probability,
    pick(from) {
      const one = from[below(from.length)]
      if (one === undefined) throw new Error('Nothing to pick from')
      return one
    },
    bytes: (n) => Uint8Array.from({ length: n }, () => below(256)),
    fork: (name) => makeDice(`${seed}\n${name}`),
  }
}
