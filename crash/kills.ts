import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { type Crew, hire } from './crew.ts'
import type { Dice } from './dice.ts'
import { auditOf, Journal } from './journal.ts'
import { type RunningServer, startServer } from './server.ts'
import type { Template } from './template.ts'

/** Kills of one database before the next begins anew, so that looking at all of it stays quick. */
const livesOfOne = 20

/** How one life of a server ends. */
interface Death {
  readonly how: string
  /** For crash/points.mjs. */
  readonly env: Readonly<Record<string, string>>
  /** Killed from outside after so long, in ms; a named point that is never reached is given longer. */
  readonly afterMs: number
  /** Everybody is quiet after a while, for that is when the server puts its house in order. */
  readonly calm: boolean
}

const often = { CRASH_CHECKPOINT: '60' }

/** Half of the deaths come whenever they come, half at a named point. */
function drawDeath(dice: Dice): Death {
  if (dice.under(2) === 0) {
    const afterMs = 20 + dice.under(450)
    return { how: `after ${afterMs} ms`, env: often, afterMs, calm: false }
  }
  const what = dice.pick(['commit', 'commit', 'commit', 'checkpoint'])
  const when = dice.pick(['before', 'in', 'after'])
  const times = what === 'commit' ? 1 + dice.under(25) : 1
  const delay = dice.under(3000)
  const point = `${when}-${what}:${times}`
  const how = when === 'in' ? `${point} and ${delay} µs` : point
  const env = { ...often, CRASH_POINT: point, CRASH_DELAY: String(delay) }
  return { how, env, afterMs: 2500, calm: what === 'checkpoint' }
}

export interface Scene {
  readonly bundle: string
  readonly template: Template
  readonly folder: string
  readonly dice: Dice
  readonly report: (line: string) => void
}

export interface Verdict {
  readonly wrong: readonly string[]
  readonly kills: number
  readonly asked: number
  readonly answered: number
  /** Lives that ended at their named point. */
  readonly atPoint: number
}

/** Kill a server under load over and over; after each time its database is audited and compared with the journals. */
export async function killOverAndOver(scene: Scene, kills: number): Promise<Verdict> {
  const sum = { kills: 0, asked: 0, answered: 0, atPoint: 0 }
  for (let done = 0; done < kills;) {
    const lives = Math.min(livesOfOne, kills - done)
    const part = await livesOfOneDatabase(scene, `database ${done / livesOfOne}`, lives)
    done += lives
    sum.kills += part.kills
    sum.asked += part.asked
    sum.answered += part.answered
    sum.atPoint += part.atPoint
    scene.report(`${done} of ${kills} kills, ${sum.answered} intents acknowledged`)
    if (part.wrong.length > 0) return { ...sum, wrong: part.wrong }
  }
  return { ...sum, wrong: [] }
}

async function livesOfOneDatabase(scene: Scene, name: string, lives: number): Promise<Verdict> {
  const folder = join(scene.folder, name.replace(' ', '-'))
  const dataDir = join(folder, 'data')
  mkdirSync(folder, { recursive: true })
  cpSync(scene.template.dataDir, dataDir, { recursive: true })
  const dice = scene.dice.of(name)
  const journal = new Journal()
  const crew = hire(scene.template, journal, `${name}/${dice.id()}`)
  const log = join(folder, 'server.log')
  let wrong: string[] = []
  let kills = 0
  let atPoint = 0
  try {
    await crew.pause()
    while (kills < lives && wrong.length === 0) {
      const death = drawDeath(dice)
      const server = startServer({ bundle: scene.bundle, dataDir, log, env: death.env })
      if (await live(server, crew, death)) atPoint += 1
      kills += 1
      wrong = await lookAt(join(dataDir, 'wayfare.db'), journal)
      if (wrong.length > 0) wrong.unshift(`Life ${kills} of ${folder} ended ${death.how}`)
    }
    if (wrong.length === 0) wrong = await atLast(scene, { dataDir, log, crew, journal })
  } finally {
    crew.dismiss()
  }
  return { wrong, kills, atPoint, asked: journal.asks, answered: journal.answered }
}

/** One life, from start to death. @returns whether it ended by itself, at its named point. */
async function live(server: RunningServer, crew: Crew, death: Death): Promise<boolean> {
  let died = false
  void server.ended.then(() => (died = true))
  const url = await server.ready
  if (url !== undefined) {
    crew.go(url)
    if (death.calm) {
      await after(150)
      await crew.pause()
    }
    const enough = new AbortController()
    await Promise.race([server.ended, after(death.afterMs, undefined, { signal: enough.signal }).catch(() => {})])
    enough.abort()
  }
  const byItself = died
  await server.kill()
  await crew.pause()
  return byItself
}

async function lookAt(file: string, journal: Journal): Promise<string[]> {
  if (!existsSync(file) || statSync(file).size === 0) return [`The database ${file} is gone`]
  return [...journal.wrong, ...journal.compare(file), ...(await auditOf(file))]
}

/** Nobody dies any more: all that waits is answered, and all that was answered is asked once more. */
async function atLast(
  { bundle }: Scene,
  { dataDir, log, crew, journal }: { dataDir: string; log: string; crew: Crew; journal: Journal },
): Promise<string[]> {
  const server = startServer({ bundle, dataDir, log })
  const url = await server.ready
  if (url === undefined) return [`The server does not start any more; see ${log}`]
  crew.go(url)
  await after(1500)
  await crew.pause()
  await server.stop()
  return lookAt(join(dataDir, 'wayfare.db'), journal)
}
