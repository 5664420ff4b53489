import { faultKinds } from './faults.ts'
import type { Optional } from './left-out.ts'
import type { PlanOptions } from './plan.ts'
import { runSeed, type SeedResult } from './run-seed.ts'
import type { MakeStore } from './server/store.ts'

/** Most runs that shortening a history may take. */
const mostRuns = 40

export interface Shortened {
  readonly options: PlanOptions
  readonly result: SeedResult
  readonly runs: number
}

/**
 * A shorter history of a seed that breaks the same invariant: kinds of faults and habits are left out one by one, then steps of
 * the plan in ever smaller pieces, as long as it still breaks.
 */
export async function shorten(
  failed: SeedResult,
  options: PlanOptions,
  makeStore: MakeStore | undefined,
): Promise<Shortened> {
  let best: Shortened = { options, result: failed, runs: 0 }
  let runs = 0
  const attempt = async (more: PlanOptions): Promise<boolean> => {
    if (runs >= mostRuns) return false
    runs += 1
    const result = await runSeed(failed.seed, more, makeStore)
    if (result.broken?.rule !== failed.broken?.rule) return false
    best = { options: more, result, runs }
    return true
  }
  const struck = [
    ...faultKinds.filter((kind) => failed.plan.rates[kind] > 0),
    ...failed.plan.habits,
    ...failed.plan.circumstances,
  ]
  for (const kind of struck) await attempt(withoutKind(best.options, kind))
  const all = failed.plan.steps.map(({ index }) => index)
  for (let size = Math.ceil(all.length / 2); size >= 1 && runs < mostRuns; size = Math.floor(size / 2))
    for (let from = all.length; from > 0; from -= size) {
      const piece = all.slice(Math.max(0, from - size), from)
      const gone = best.options.withoutSteps ?? []
      if (piece.some((index) => !gone.includes(index)))
        await attempt({ ...best.options, withoutSteps: [...new Set([...gone, ...piece])] })
    }
  return { ...best, runs }
}

const withoutKind = (options: PlanOptions, kind: Optional): PlanOptions => ({
  ...options,
  without: [...(options.without ?? []), kind],
})

/** How to run this very history again. */
export function replayLine(seed: string, { steps, without = [], withoutSteps = [] }: PlanOptions): string {
  const flags = [
    `--seeds 1 --seed ${seed}`,
    steps !== undefined && `--steps ${steps}`,
    without.length > 0 && `--without ${without.join()}`,
    withoutSteps.length > 0 && `--without-steps ${withoutSteps.join()}`,
  ]
  return `npm run simulate -- ${flags.filter(Boolean).join(' ')} --verbose`
}
