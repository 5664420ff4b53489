import { type Asked, ArgumentError, readArguments } from './arguments.ts'
import { faultKinds } from './faults.ts'
import { keptSeeds } from './kept-seeds.ts'
import { optional } from './left-out.ts'
import type { PlanOptions } from './plan.ts'
import { runSeed, type SeedResult } from './run-seed.ts'
import { startHome } from './server/postgres-store.ts'
import type { MakeStore } from './server/store.ts'
import { replayLine, shorten } from './shorten.ts'

/** One seed in so many runs twice, to see that it is the same. */
const twice = 100

// What the libraries under test say when things go wrong as they should is no news.
console.warn = () => {}
process.removeAllListeners('warning')

const seedNumber = Math.floor(Date.now() / 1000)
try {
  process.exitCode = await main(readArguments(process.argv.slice(2), seedNumber))
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error
  console.error(error.message)
  process.exitCode = 2
}

async function main(asked: Asked): Promise<number> {
  const without = optional.filter((kind) => asked.without.includes(kind))
  const unknown = asked.without.find((kind) => !optional.some((known) => known === kind))
  if (unknown !== undefined) throw new ArgumentError(`Nothing is called ${unknown}. There are: ${optional.join(', ')}.`)
  const options: PlanOptions = { steps: asked.steps, without, withoutSteps: asked.withoutSteps }
  const jobs = asked.kept
    ? keptSeeds.map((kept) => ({ seed: kept.seed, options: kept.options ?? {}, why: kept.why }))
    : asked.seeds.map((seed) => ({ seed, options, why: '' }))
  if (!asked.json && !asked.kept) console.log(`Seeds ${jobs[0]?.seed ?? ''} to ${jobs.at(-1)?.seed ?? ''}`)
  const home = asked.database === 'postgres' ? await startHome() : undefined
  const began = performance.now()
  let failed = 0
  for (const [i, job] of jobs.entries()) {
    const result = await checked(job, {
      again: !home && !asked.once && i % twice === twice - 1,
      makeStore: home?.makeStore,
    })
    if (asked.verbose) console.log(result.lines.join('\n'))
    if (asked.json)
      console.log(
        JSON.stringify({
          seed: job.seed,
          why: job.why,
          tasks: result.tasks,
          digest: result.digest,
          broken: result.broken,
        }),
      )
    if (!result.broken) continue
    failed += 1
    if (!asked.json) await tell(result, job.options, { verbose: asked.verbose, makeStore: home?.makeStore })
  }
  await home?.stop()
  const seconds = (performance.now() - began) / 1000
  if (!asked.json)
    console.log(
      `${jobs.length} seeds, ${failed} failed, in ${seconds.toFixed(1)} s (${(jobs.length / seconds).toFixed(2)} seeds a second)`,
    )
  return failed === 0 ? 0 : 1
}

/** Runs a seed; now and then once more, to see that the same seed is the same history. */
async function checked(
  { seed, options }: { seed: string; options: PlanOptions },
  { again, makeStore }: { again: boolean; makeStore: MakeStore | undefined },
): Promise<SeedResult> {
  const result = await runSeed(seed, options, makeStore)
  if (!again) return result
  const other = await runSeed(seed, options)
  if (other.digest === result.digest) return result
  const line = result.lines.findIndex((text, i) => text !== other.lines[i])
  const what = `line ${line}: ${result.lines[line] ?? 'nothing'} | ${other.lines[line] ?? 'nothing'}`
  return { ...result, broken: { rule: 'SM30', what: `the seed has two histories, ${what}` } }
}

async function tell(
  result: SeedResult,
  options: PlanOptions,
  { verbose, makeStore }: { verbose: boolean; makeStore: MakeStore | undefined },
): Promise<void> {
  console.log(`\nSeed ${result.seed} breaks ${result.broken?.rule ?? ''}: ${result.broken?.what ?? ''}`)
  console.log(`  ${replayLine(result.seed, options)}`)
  if (verbose) return
  const short = await shorten(result, options, makeStore)
  const { plan, lines } = short.result
  const faults = [...faultKinds.filter((kind) => plan.rates[kind] > 0), ...plan.habits, ...plan.circumstances]
  console.log(
    `Shortened in ${short.runs} runs to ${plan.steps.length} steps, with ${faults.join(', ') || 'no faults'}:`,
  )
  console.log(`  ${replayLine(result.seed, short.options)}`)
  console.log(lines.slice(-60).join('\n'))
}
