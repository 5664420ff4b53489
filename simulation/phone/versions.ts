import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../app/app.ts'
import type { Dice } from '../machine/dice.ts'

/** The bundled app as a function of its browser. */
export interface Bundle {
  readonly evaluate: (...given: unknown[]) => App
  readonly globals: readonly string[]
}

/** As bundled: the app of now, the next one, and one that came before. */
export type Age = 'now' | 'next' | 'older'
const files = { now: 'app.js', next: 'app-next.js', older: 'app-older.js' } as const
const loaded = new Map<Age, Bundle>()

/** Compiled once in a process. */
export function bundleOf(age: Age): Bundle {
  const known = loaded.get(age)
  if (known) return known
  const text = readFileSync(join(import.meta.dirname, files[age]), 'utf8')
  const globals = (/^return \(([^)]*), module, exports\)/.exec(text)?.[1] ?? '').split(', ')
  // Our own sources, bundled a moment ago: a tab is the app with the globals of its own browser.
  const made = { evaluate: (new Function(text) as () => Bundle['evaluate'])(), globals }
  loaded.set(age, made)
  return made
}

/** `stays`: nobody ever updates it. `updates`: once. `mixed`: tabs of both versions, until its person loads it anew. */
type Habit = 'newest' | 'stays' | 'updates' | 'mixed'

/** Which versions of the app the tabs of one phone have. */
export class Versions {
  readonly habit: Habit
  /** When it is updated, ms after the beginning. */
  readonly updatesAfter: number
  readonly #dice: Dice
  #updated = false

  /** `share`: of phones that do not have the newest app alone. */
  constructor(dice: Dice, share: number) {
    this.#dice = dice
    this.habit = dice.chance(share) ? dice.pick(['stays', 'updates', 'mixed'] as const) : 'newest'
    this.updatesAfter = dice.between(5_000, 240_000)
  }

  /** Of the tab that is opened now. */
  next(): Age {
    switch (this.habit) {
      case 'newest':
        return 'now'
      case 'stays':
        return 'older'
      case 'updates':
        return this.#updated ? 'now' : 'older'
      case 'mixed':
        return !this.#updated && this.#dice.chance(0.5) ? 'older' : 'now'
    }
  }

  /** From now on tabs that open are of the newest version. */
  update(): void {
    this.#updated = true
  }
}
