import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { type Crew, hire } from './crew.ts'
import type { Dice } from './dice.ts'
import { auditOf, Journal } from './journal.ts'
import { stillDue } from './provider.ts'
import { type RunningServer, startServer } from './server.ts'
import type { Template } from './template.ts'

/** Kills of one database before the next begins anew, so that looking at all of it stays quick. */
const livesOfOne = 20

/** How one life of a server ends. */
interface Death {
  readonly how: string
  /** How its like are counted. */
  readonly kind: string
  /** For crash/points.mjs. */
  readonly env: Readonly<Record<string, string>>
  /** Killed from outside after so long, in ms; a named point that is never reached is given longer. */
  readonly afterMs: number
  /** Everybody is quiet after a while, for that is when the server puts its house in order. */
  readonly calm: boolean
}

const often = { CRASH_CHECKPOINT: '60' }

/** Of a card payment: see crash/points.mjs. */
const moments = ['payment-noted', 'word-queued', 'word-taken', 'word-answered', 'refund-noted'] as const

/** Half of the deaths come whenever they come, half at a named point. */
function drawDeath(dice: Dice): Death {
  if (dice.under(2) === 0) {
    const afterMs = 20 + dice.under(900)
    return { how: `after ${afterMs} ms`, kind: 'at any moment', env: often, afterMs, calm: false }
  }
  const what = dice.pick(['commit', 'commit', 'checkpoint', dice.pick(moments), dice.pick(moments)])
  const when = dice.pick(what === 'commit' || what === 'checkpoint' ? ['before', 'in', 'after'] : ['before', 'in'])
  const times = what === 'commit' ? 1 + dice.under(40) : what === 'checkpoint' ? 1 : 1 + dice.under(3)
  const delay = dice.under(3000)
  const point = `${when}-${what}:${times}`
  const how = when === 'in' ? `${point} and ${delay} µs` : point
  const env = { ...often, CRASH_POINT: point, CRASH_DELAY: String(delay) }
  return { how, kind: `${when}-${what}`, env, afterMs: 2500, calm: what === 'checkpoint' }
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
  /** Acknowledged outside of the queues: cards, top-ups, what the operator changed. */
  readonly deeds: number
  /** Lives by how they ended; those of a named point only when they reached it. */
  readonly ends: ReadonlyMap<string, number>
  /** Intents by name that were more than refused. */
  readonly granted: ReadonlyMap<string, number>
}

const nothing: Verdict = { wrong: [], kills: 0, asked: 0, answered: 0, deeds: 0, ends: new Map(), granted: new Map() }

/** Kill a server under load over and over; after each time its database is audited and compared with the journals. */
export async function killOverAndOver(scene: Scene, kills: number): Promise<Verdict> {
  let all = nothing
  while (all.kills < kills && all.wrong.length === 0) {
    const lives = Math.min(livesOfOne, kills - all.kills)
    const one = await livesOfOneDatabase(scene, `database ${Math.ceil(all.kills / livesOfOne)}`, lives)
    all = together(all, one)
    scene.report(`${all.kills} of ${kills} kills, ${all.answered} intents acknowledged`)
  }
  return all
}

const together = (a: Verdict, b: Verdict): Verdict => ({
  wrong: [...a.wrong, ...b.wrong],
  kills: a.kills + b.kills,
  asked: a.asked + b.asked,
  answered: a.answered + b.answered,
  deeds: a.deeds + b.deeds,
  ends: sum(a.ends, b.ends),
  granted: sum(a.granted, b.granted),
})

function sum(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const both = new Map(a)
  for (const [name, count] of b) both.set(name, (both.get(name) ?? 0) + count)
  return both
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
  const ends = new Map<string, number>()
  let wrong: string[] = []
  let kills = 0
  try {
    await crew.pause()
    while (kills < lives && wrong.length === 0) {
      const death = drawDeath(dice)
      const server = startServer({ bundle: scene.bundle, dataDir, log, env: death.env })
      const reached = await live(server, crew, death)
      const end = reached || death.kind === 'at any moment' ? death.kind : 'named and not reached'
      ends.set(end, (ends.get(end) ?? 0) + 1)
      kills += 1
      wrong = await lookAt(join(dataDir, 'wayfare.db'), journal)
      if (wrong.length > 0) wrong.unshift(`Life ${kills} of ${folder} ended ${death.how}`)
    }
    if (wrong.length === 0) wrong = await atLast(scene, { dataDir, log, crew, journal })
  } finally {
    crew.dismiss()
  }
  const { asks: asked, answered, granted } = journal
  return { wrong, kills, asked, answered, deeds: journal.deeds.acknowledged, ends, granted }
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
  return [...journal.wrong, ...journal.later, ...journal.compare(file), ...(await auditOf(file))]
}

/** Nobody dies any more: all that waits is answered, all that was answered is asked once more, what is due is done. */
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
  const file = join(dataDir, 'wayfare.db')
  for (let waited = 0; waited < 10_000 && stillDue(file).length > 0; waited += 250) await after(250)
  const due = stillDue(file)
  await server.stop()
  return [...due, ...(await lookAt(file, journal))]
}
