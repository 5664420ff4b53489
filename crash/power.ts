import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { hire } from './crew.ts'
import { type DiskCall, DiskFile, type Fate, files, readTrace, type WatchedFile } from './disk.ts'
import { auditOf, Journal } from './journal.ts'
import type { Scene } from './kills.ts'
import { startServer } from './server.ts'

export interface PowerVerdict {
  readonly wrong: readonly string[]
  readonly cuts: number
  readonly answered: number
  /** Calls of the server to its disk, and how many of them were syncs. */
  readonly calls: number
  readonly syncs: number
}

export interface PowerAsk {
  readonly cuts: number
  /** The preloaded library of crash/disk.c. */
  readonly library: string
  /** What the writer's `synchronous` really is; the server believes FULL. */
  readonly synchronous: 'FULL' | 'NORMAL'
}

/**
 * Watch what a server under load asks of its disk, then cut the power at many moments of it: what was synced is there,
 * of the rest all, none, or any sectors. Each time the database has to hold all that was acknowledged before.
 */
export async function cutThePower(scene: Scene, ask: PowerAsk): Promise<PowerVerdict> {
  const folder = join(scene.folder, `power-${ask.synchronous.toLowerCase()}`)
  const dataDir = join(folder, 'data')
  mkdirSync(folder, { recursive: true })
  cpSync(scene.template.dataDir, dataDir, { recursive: true })
  const trace = join(folder, 'disk.trace')
  const journal = new Journal()
  await load({ ...scene, dice: scene.dice.of('load') }, { ...ask, dataDir, trace, journal, folder })
  const calls = readTrace(trace)
  const wrong = await cutAt(scene, { ...ask, folder, dataDir, calls, journal })
  const syncs = calls.filter(({ what }) => what === 'sync').length
  return { wrong, cuts: ask.cuts, answered: journal.answered, calls: calls.length, syncs }
}

/** Intents acknowledged before the server is taken away. */
const enoughOf = (cuts: number): number => Math.min(500, 20 * cuts)

interface Load extends PowerAsk {
  readonly folder: string
  readonly dataDir: string
  readonly trace: string
  readonly journal: Journal
}

async function load({ bundle, template, dice }: Scene, ask: Load): Promise<void> {
  const { library, synchronous, folder, dataDir, trace, journal } = ask
  const env = {
    LD_PRELOAD: library,
    DISK_FILES: join(dataDir, 'wayfare.db'),
    DISK_TRACE: trace,
    CRASH_CHECKPOINT: '60',
    ...(synchronous !== 'FULL' && { CRASH_SYNCHRONOUS: synchronous }),
  }
  const crew = hire(template, journal, dice.id(), () => statSync(trace).size)
  const server = startServer({ bundle, dataDir, log: join(folder, 'server.log'), env })
  try {
    const url = await server.ready
    if (url === undefined) throw new Error(`The server does not start; see ${join(folder, 'server.log')}`)
    await crew.pause()
    crew.go(url)
    for (let waited = 0; waited < 20_000 && journal.answered < enoughOf(ask.cuts); waited += 50) await after(50)
    await server.kill()
    await crew.pause()
  } finally {
    await server.kill()
    crew.dismiss()
  }
}

interface Cutting extends PowerAsk {
  readonly folder: string
  readonly dataDir: string
  readonly calls: readonly DiskCall[]
  readonly journal: Journal
}

async function cutAt({ template, dice, bundle }: Scene, cutting: Cutting): Promise<string[]> {
  const { cuts, calls, journal, folder } = cutting
  const before = (name: WatchedFile) => {
    const file = join(template.dataDir, name)
    return new DiskFile(existsSync(file) ? readFileSync(file) : undefined)
  }
  const disk: Record<WatchedFile, DiskFile> = {
    'wayfare.db': before('wayfare.db'),
    'wayfare.db-wal': before('wayfare.db-wal'),
  }
  const moments = Array.from({ length: cuts }, () => dice.under(calls.length)).sort((a, b) => a - b)
  let done = 0
  for (const [i, moment] of moments.entries()) {
    for (; done <= moment; done += 1) {
      const call = calls[done]
      if (call) disk[call.file].take(call)
    }
    const fate: Fate = dice.pick(['none', 'all', 'some', 'some'])
    const cut = join(folder, 'cut')
    rmSync(cut, { recursive: true, force: true })
    cpSync(cutting.dataDir, cut, { recursive: true, filter: (from) => !from.includes('wayfare.db') })
    for (const name of files) {
      const bytes = disk[name].afterCut(fate, dice)
      if (bytes) writeFileSync(join(cut, name), bytes)
    }
    const until = calls[moment]?.end ?? 0
    const wrong = await lookAt(cut, journal, until)
    // Now and then by the server itself, which then has to be as sound.
    if (wrong.length === 0 && i % 25 === 24) wrong.push(...(await restart(cut, { bundle, folder, journal, until })))
    if (wrong.length > 0) {
      const what = `${cut}, cut after call ${moment} of ${calls.length}, of what was not synced ${fate}`
      return [what, ...wrong]
    }
  }
  return []
}

async function lookAt(cut: string, journal: Journal, until: number): Promise<string[]> {
  const file = join(cut, 'wayfare.db')
  try {
    return [...journal.compare(file, { until }), ...(await auditOf(file))]
  } catch (error) {
    return [`The database cannot be read after the cut: ${error instanceof Error ? error.message : String(error)}`]
  }
}

async function restart(
  cut: string,
  { bundle, folder, journal, until }: { bundle: string; folder: string; journal: Journal; until: number },
): Promise<string[]> {
  const log = join(folder, 'server.log')
  const server = startServer({ bundle, dataDir: cut, log })
  if ((await server.ready) === undefined) return [`The server does not start after the cut; see ${log}`]
  await server.stop()
  return lookAt(cut, journal, until)
}
