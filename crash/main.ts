import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { diceOf } from './dice.ts'
import { compileDisk } from './disk.ts'
import { fillTheDisk } from './full-disk.ts'
import { killOverAndOver, type Scene } from './kills.ts'
import { cutThePower } from './power.ts'
import { dieAtTheStart } from './starts.ts'
import { buildServer, makeTemplate } from './template.ts'

const parts = ['kills', 'starts', 'power', 'disk'] as const
type Part = (typeof parts)[number]

const usage = `npm run crash-test -- [--kills N] [--cuts N] [--only PART] [--seed S]

The built server under load from several processes, which remember what they asked and what was acknowledged. After each
accident its database is audited and compared with what they remember: nothing acknowledged is lost, nothing done twice.
  --kills  how often it is killed, at any moment or at a named point (200)
  --cuts   how many moments the power is cut at (as many as kills)
  --only   ${parts.join(', ')}: one part of it, or several
  --seed   to draw the same accidents again (else drawn and printed)`

interface Asked {
  readonly kills: number
  readonly cuts: number
  readonly only: readonly Part[]
  readonly seed: string
}

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
  try {
    return await runParts(asked, { bundle, folder })
  } finally {
    rmSync(bundle, { recursive: true })
  }
}

async function runParts(asked: Asked, { bundle, folder }: { bundle: string; folder: string }): Promise<number> {
  const template = await makeTemplate(join(folder, 'template'), [
    'passenger',
    'passenger',
    'passenger',
    'conductor',
    'operator',
  ])
  const scene = { bundle, template, folder, report: (line: string) => console.log(`  ${line}`) }
  for (const part of asked.only) {
    const began = Date.now()
    const found = await run(part, { ...scene, dice: diceOf(`${asked.seed}/${part}`) }, asked)
    if ('missing' in found) {
      console.log(`${part}: NOT DONE, ${found.missing}`)
      continue
    }
    const { wrong } = found
    console.log(`${part}: ${wrong.length === 0 ? 'sound' : 'BROKEN'}, ${Math.round((Date.now() - began) / 1000)} s`)
    if (wrong.length === 0) continue
    for (const line of wrong.slice(0, 50)) console.log(`  ${line}`)
    const again = `--kills ${asked.kills} --cuts ${asked.cuts} --only ${part} --seed ${asked.seed}`
    console.log(`Repeat with: npm run crash-test -- ${again}\nKept: ${folder}`)
    return 1
  }
  rmSync(folder, { recursive: true })
  return 0
}

/** What is wrong, a line each; or why it cannot be done on this machine. */
type Found = { readonly wrong: readonly string[] } | { readonly missing: string }

const counted = (many: ReadonlyMap<string, number>): string =>
  [...many]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')

async function run(part: Part, scene: Scene, { kills, cuts }: Asked): Promise<Found> {
  const { report } = scene
  if (part === 'kills') {
    const found = await killOverAndOver(scene, kills)
    report(`${found.kills} kills: ${counted(found.ends)}`)
    report(`${found.asked} intents asked, ${found.answered} acknowledged; not refused: ${counted(found.granted)}`)
    report(`${found.deeds} cards, top-ups and changes of operators acknowledged`)
    return found
  }
  if (part === 'starts') {
    const times = Math.max(2, Math.ceil(kills / 20))
    report(`${times} servers die while they make their database`)
    return { wrong: await dieAtTheStart(scene, times) }
  }
  const disk = compileDisk(scene.folder)
  if ('missing' in disk) return disk
  if (part === 'power') return { wrong: await power(scene, { ...disk, cuts }) }
  return fullDisk(scene, { ...disk, times: Math.ceil(kills / 50) })
}

/** Cuts after which a server that does not sync has always lost something: about one in three does. */
const surelyFound = 60

async function power(scene: Scene, { library, cuts }: { library: string; cuts: number }): Promise<readonly string[]> {
  const full = await cutThePower(scene, { library, cuts, synchronous: 'FULL' })
  scene.report(`${full.cuts} cuts in ${full.calls} calls (${full.syncs} syncs), ${full.answered} intents acknowledged`)
  if (full.wrong.length > 0) return full.wrong
  // The test of the test: what does not sync each commit has to be found out. It ends at the first cut that does.
  const many = Math.max(cuts, surelyFound)
  const normal = await cutThePower(scene, { library, cuts: many, synchronous: 'NORMAL' })
  const [, caught] = normal.wrong
  scene.report(`with synchronous=NORMAL (${normal.syncs} syncs): ${caught ?? 'nothing was found'}`)
  if (caught?.startsWith('lost:')) return []
  return ['With synchronous=NORMAL nothing acknowledged was lost: this test finds nothing', ...normal.wrong]
}

async function fullDisk(scene: Scene, { library, times }: { library: string; times: number }) {
  const found = await fillTheDisk(scene, { library, times })
  scene.report(
    `${found.times} times full: ${found.refused} batches refused whole, ${found.answered} intents acknowledged`,
  )
  return found
}

function read(args: readonly string[]): Asked | string {
  try {
    const text = { type: 'string' } as const
    const options = { kills: text, cuts: text, seed: text, only: { type: 'string', multiple: true } } as const
    const { values } = parseArgs({ args: [...args], options })
    const { kills = '200', cuts = kills, seed = String(randomInt(1e9)), only = [...parts] } = values
    for (const [flag, value] of Object.entries({ kills, cuts })) {
      if (!/^[1-9]\d{0,4}$/.test(value)) return `--${flag} must be a whole number from 1 to 99999`
    }
    const chosen = parts.filter((part) => only.includes(part))
    const unknown = only.filter((part) => !parts.some((known) => known === part))
    if (unknown.length > 0) return `--only ${unknown.join(' ')} is no part: there are ${parts.join(', ')}`
    return { kills: Number(kills), cuts: Number(cuts), seed, only: chosen }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
