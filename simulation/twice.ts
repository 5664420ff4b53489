import type { PlanOptions } from './plan.ts'
import { runSeed, type SeedResult } from './run-seed.ts'

/** SM30: runs a seed twice, to see that the same seed is the same history. */
export async function runTwice(seed: string, options: PlanOptions): Promise<SeedResult> {
  const result = await runSeed(seed, options)
  const other = await runSeed(seed, options)
  if (other.digest === result.digest) return result
  const line = result.lines.findIndex((text, i) => text !== other.lines[i])
  const what = `line ${line}: ${result.lines[line] ?? 'nothing'} | ${other.lines[line] ?? 'nothing'}`
  return { ...result, broken: { rule: 'SM30', what: `the seed has two histories, ${what}` } }
}
