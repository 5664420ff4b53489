import { type KeptSeed, keptSeeds } from './kept-seeds.ts'
import { runSeed } from './run-seed.ts'
import { replayLine } from './replay.ts'
import { runTwice } from './twice.ts'

/** Runs the seeds that another process deals, one at a time, so that no process waits while another still has many. */

/** A seed nobody has seen, now and then twice; or one of those that are kept, by its place among them. */
type Dealt =
  | { readonly kind: 'fresh'; readonly seed: string; readonly twice: boolean }
  | { readonly kind: 'kept'; readonly at: number }

export interface Told {
  readonly seed: string
  /** Why it is kept; empty for a fresh one. */
  readonly why: string
  readonly digest: string
  /** How to run it again. */
  readonly replay: string
  readonly broken?: { readonly rule: string; readonly what: string } | undefined
}

console.warn = () => {}
process.removeAllListeners('warning')
// Where an error was made is asked when a seed is replayed; to keep whole stacks costs a few per cent of a seed.
Error.stackTraceLimit = 1

process.on('message', (dealt: Dealt) => void run(dealt).then((told) => process.send?.(told)))
process.send?.({ kept: keptSeeds.length })

async function run(dealt: Dealt): Promise<Told> {
  const { seed, options = {}, why } = dealt.kind === 'kept' ? keptAt(dealt.at) : { seed: dealt.seed, why: '' }
  const again = dealt.kind === 'fresh' && dealt.twice
  const { digest, broken } = again ? await runTwice(seed, options) : await runSeed(seed, options)
  return { seed, why, digest, broken, replay: replayLine(seed, options) }
}

function keptAt(index: number): KeptSeed {
  const found = keptSeeds[index]
  if (!found) throw new Error(`There is no kept seed ${index}`)
  return found
}
