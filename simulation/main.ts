import { type Asked, ArgumentError, readArguments } from './arguments.ts'
import { keptSeeds } from './kept-seeds.ts'
import { optional } from './left-out.ts'
import type { PlanOptions } from './plan.ts'
import { runSeed } from './run-seed.ts'
import { type PostgresHome, startHome } from './server/postgres-store.ts'
import { tell } from './tell.ts'
import { runTwice } from './twice.ts'

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
  const home = asked.database === 'postgres' ? await postgresHere() : undefined
  // Whole stacks cost a few per cent of a seed; where an error was made is asked when one is replayed.
  if (!asked.verbose) Error.stackTraceLimit = 1
  const began = performance.now()
  let failed = 0
  for (const [i, job] of jobs.entries()) {
    const again = !home && !asked.once && i % twice === twice - 1
    const result = again ? await runTwice(job.seed, job.options) : await runSeed(job.seed, job.options, home?.makeStore)
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

async function postgresHere(): Promise<PostgresHome> {
  try {
    return await startHome()
  } catch (error) {
    throw new ArgumentError(`PostgreSQL cannot start here: ${error instanceof Error ? error.message : String(error)}`)
  }
}
