import { faultKinds } from './faults.ts'
import type { Optional } from './left-out.ts'
import type { Plan, PlanOptions } from './plan.ts'
import { runSeed, type SeedResult } from './run-seed.ts'
import type { MakeStore } from './server/store.ts'

/** Most runs, and most of the machine's own time, that shortening a history may take. */
const mostRuns = 200
const mostMs = 90_000

export interface Shortened {
  readonly options: PlanOptions
  readonly result: SeedResult
  readonly runs: number
}

/** What of all that can be left out a plan still has: its faults, habits and circumstances. */
export const partsOf = ({ rates, habits, circumstances }: Plan): readonly Optional[] => [
  ...faultKinds.filter((kind) => rates[kind] > 0),
  ...habits,
  ...circumstances,
]

/**
 * A shorter history of a seed that breaks the same invariant: faults and habits are left out, then steps of the plan,
 * in ever smaller pieces, round after round, until nothing more can go or it has taken long enough.
 */
export async function shorten(failed: SeedResult, options: PlanOptions, makeStore?: MakeStore): Promise<Shortened> {
  const until = performance.now() + mostMs
  let best: Shortened = { options, result: failed, runs: 0 }
  let runs = 0
  const attempt = async (shorter: PlanOptions): Promise<boolean> => {
    if (runs >= mostRuns || performance.now() > until) return false
    runs += 1
    const result = await runSeed(failed.seed, shorter, makeStore)
    if (result.broken?.rule !== failed.broken?.rule) return false
    best = { options: shorter, result, runs }
    return true
  }
  for (let size = Infinity; sizeOf(best.result.plan) < size;) {
    size = sizeOf(best.result.plan)
    await fewest(partsOf(best.result.plan), (kept) => {
      const left = partsOf(failed.plan).filter((part) => !kept.includes(part))
      return attempt({ ...best.options, without: [...(options.without ?? []), ...left] })
    })
    const all = best.result.plan.steps.map(({ index }) => index)
    const gone = best.options.withoutSteps ?? []
    await fewest(all, (kept) => {
      const withoutSteps = [...gone, ...all.filter((index) => !kept.includes(index))]
      return attempt({ ...best.options, withoutSteps: withoutSteps.sort((a, b) => a - b) })
    })
  }
  return { ...best, runs }
}

const sizeOf = (plan: Plan): number => plan.steps.length + partsOf(plan).length

/** Leaves out what can go: all of it, a half, a quarter … down to one by one, each from the end. */
async function fewest<T>(all: readonly T[], stillBreaks: (kept: readonly T[]) => Promise<boolean>): Promise<void> {
  let kept = all
  for (let size = all.length; size >= 1; size = Math.floor(size / 2))
    for (let to = kept.length; to > 0; to -= size) {
      const fewer = [...kept.slice(0, Math.max(0, to - size)), ...kept.slice(to)]
      if (await stillBreaks(fewer)) kept = fewer
    }
}
