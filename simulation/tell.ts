import { readFileSync } from 'node:fs'
import type { PlanOptions } from './plan.ts'
import type { SeedResult } from './run-seed.ts'
import type { MakeStore } from './server/store.ts'
import { replayLine } from './replay.ts'
import { partsOf, shorten } from './shorten.ts'

/** As many lines of a history as one reads in a minute. */
const mostLines = 60

/** Prints which invariant broke and how to see it again; unless the whole history was printed, a shorter one too. */
export async function tell(
  result: SeedResult,
  options: PlanOptions,
  { verbose, makeStore }: { verbose: boolean; makeStore: MakeStore | undefined },
): Promise<void> {
  const { rule = '', what = '' } = result.broken ?? {}
  console.log(`\nSeed ${result.seed} breaks ${rule}: ${what}`)
  const text = ruleText(rule)
  if (text !== undefined) console.log(`  The rule: ${text}`)
  if (verbose) return
  console.log(`  ${replayLine(result.seed, options)}`)
  const short = await shorten(result, options, makeStore)
  const { plan, lines, broken } = short.result
  const parts = partsOf(plan).join(', ') || 'nothing going wrong'
  console.log(`Shortened in ${short.runs} runs from ${result.plan.steps.length} steps to ${plan.steps.length}, with ${parts}:`) // prettier-ignore
  console.log(`  ${replayLine(result.seed, short.options)}`)
  if (lines.length > mostLines) console.log(`  (${lines.length - mostLines} lines before)`)
  console.log(lines.slice(-mostLines).join('\n'))
  console.log(`    ${rule}: ${broken?.what ?? ''}`)
}

/** The sentence of docs/rules.md with this number. */
function ruleText(rule: string): string | undefined {
  const rules = readFileSync('docs/rules.md', 'utf8')
  const found = new RegExp(`^- \\*\\*${rule}\\*\\* (.*(?:\\n  .*)*)`, 'm').exec(rules)
  return found?.[1]?.replaceAll(/\s+/g, ' ')
}
