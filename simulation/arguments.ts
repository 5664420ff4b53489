/** What `npm run simulate` was asked for. */
export interface Asked {
  readonly seeds: readonly string[]
  readonly steps: number | undefined
  readonly without: readonly string[]
  readonly withoutSteps: readonly number[]
  /** Print the event log of each seed. */
  readonly verbose: boolean
  /** Print one line of JSON for each seed, for a program that reads along. */
  readonly json: boolean
  /** No seed is run a second time to see that it is the same. */
  readonly once: boolean
  /** Replay the seeds that are kept instead. */
  readonly kept: boolean
  /** Where the server keeps things. */
  readonly database: 'sqlite' | 'postgres'
}

export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}

export const usage = `Usage: npm run simulate -- --seeds N [--seed S] [--steps K] [--verbose]
  --seeds N          how many seeds, from 1 to 1 000 000
  --seed S           the first of them, a whole number; without it, the time decides and it is printed
  --steps K          how many things people do in each, from 1 to 10 000; without it, the seed decides
  --kept             the seeds that once failed, instead
  --without A,B      leave out these kinds of faults, or habits of people
  --without-steps I,J leave out these steps of the plan
  --database D       sqlite, or postgres: real time for its answers, and no order that a seed could repeat
  --once             do not run one seed in a hundred twice
  --verbose          print what happened`

const whole = (flag: string, text: string | undefined, least: number, most: number): number => {
  const value = Number(text)
  if (text === undefined || !/^\d+$/.test(text) || value < least || value > most)
    throw new ArgumentError(`${flag} takes a whole number from ${least} to ${most}, not ${text ?? 'nothing'}.`)
  return value
}

/** @throws ArgumentError that says what is wrong and what is right. */
export function readArguments(given: readonly string[], chosen: number): Asked {
  let seeds = 1
  let seed = chosen
  let steps: number | undefined
  let without: string[] = []
  let withoutSteps: number[] = []
  let database: Asked['database'] = 'sqlite'
  const switches = new Set<string>()
  const rest = [...given]
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    if (flag === '--seeds') seeds = whole(flag, rest.shift(), 1, 1_000_000)
    else if (flag === '--seed') seed = whole(flag, rest.shift(), 0, 1e12)
    else if (flag === '--steps') steps = whole(flag, rest.shift(), 1, 10_000)
    else if (flag === '--database') database = databaseOf(rest.shift())
    else if (flag === '--without') without = listed(flag, rest.shift())
    else if (flag === '--without-steps')
      withoutSteps = listed(flag, rest.shift()).map((one) => whole(flag, one, 0, 10_000))
    else if (['--verbose', '--json', '--kept', '--once'].includes(flag)) switches.add(flag)
    else throw new ArgumentError(`There is no flag ${flag}.\n${usage}`)
  }
  return {
    seeds: Array.from({ length: seeds }, (_, i) => String(seed + i)),
    steps,
    without,
    withoutSteps,
    verbose: switches.has('--verbose'),
    json: switches.has('--json'),
    kept: switches.has('--kept'),
    database,
    once: switches.has('--once'),
  }
}

function databaseOf(text: string | undefined): Asked['database'] {
  if (text === 'sqlite' || text === 'postgres') return text
  throw new ArgumentError(`--database takes sqlite or postgres, not ${text ?? 'nothing'}.`)
}

function listed(flag: string, text: string | undefined): string[] {
  if (text === undefined || text === '') throw new ArgumentError(`${flag} takes a list with commas.`)
  return text.split(',')
}
