import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomInt } from 'node:crypto'
import { diceOf } from './dice.ts'
import { killOverAndOver } from './kills.ts'
import { buildServer, makeTemplate } from './template.ts'

const usage = `npm run crash-test -- [--kills N] [--seed S]

Kills the built server under load over and over and compares what it kept with what it had acknowledged.
  --kills  how often (200)
  --seed   to repeat a run (drawn and printed)`

/** @returns the exit code: 0 nothing was lost, 1 something was, 2 asked wrongly. */
export async function crashTest(args: readonly string[]): Promise<number> {
  const asked = read(args)
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${usage}`)
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'wayfare-crash-'))
  console.log(`Seed ${asked.seed}, folder ${folder}`)
  const bundle = buildServer()
  const template = await makeTemplate(join(folder, 'template'), ['passenger', 'passenger', 'passenger', 'conductor'])
  const dice = diceOf(asked.seed)
  const scene = { bundle, template, folder, report: (line: string) => console.log(line) }
  mkdirSync(folder, { recursive: true })
  const verdict = await killOverAndOver({ ...scene, dice: dice.of('kills') }, asked.kills)
  console.log(JSON.stringify({ ...verdict, wrong: verdict.wrong.length }))
  if (verdict.wrong.length > 0) {
    for (const line of verdict.wrong.slice(0, 50)) console.log(line)
    console.log(`Repeat with: npm run crash-test -- --kills ${asked.kills} --seed ${asked.seed}`)
    return 1
  }
  rmSync(folder, { recursive: true })
  return 0
}

function read(args: readonly string[]): { kills: number; seed: string } | string {
  try {
    const { values } = parseArgs({ args: [...args], options: { kills: { type: 'string' }, seed: { type: 'string' } } })
    const { kills = '200', seed = String(randomInt(1e9)) } = values
    if (!/^\d{1,5}$/.test(kills)) return '--kills must be a whole number up to 99999'
    return { kills: Number(kills), seed }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
