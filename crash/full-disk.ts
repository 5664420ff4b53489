import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { type Crew, hire } from './crew.ts'
import { auditOf, Journal } from './journal.ts'
import type { Scene } from './kills.ts'
import { startServer } from './server.ts'

export interface FullDiskVerdict {
  readonly wrong: readonly string[]
  readonly times: number
  /** Batches that were refused whole, with 503. */
  readonly refused: number
  readonly answered: number
}

/**
 * The disk of a server under load becomes full in the middle of what it writes, and has room again. While it is full
 * batches are refused whole and nothing of them is there; afterwards they are answered.
 */
export async function fillTheDisk(
  scene: Scene,
  { times, library }: { times: number; library: string },
): Promise<FullDiskVerdict> {
  const folder = join(scene.folder, 'full-disk')
  const dataDir = join(folder, 'data')
  mkdirSync(folder, { recursive: true })
  cpSync(scene.template.dataDir, dataDir, { recursive: true })
  const full = join(folder, 'full')
  const file = join(dataDir, 'wayfare.db')
  const env = { LD_PRELOAD: library, DISK_FILES: file, DISK_FULL: full, CRASH_CHECKPOINT: '60' }
  const log = join(folder, 'server.log')
  const journal = new Journal()
  const crew = hire(scene.template, journal, scene.dice.id())
  const server = startServer({ bundle: scene.bundle, dataDir, log, env })
  const wrong: string[] = []
  try {
    await crew.pause()
    const url = await server.ready
    if (url === undefined)
      return { wrong: [`The server does not start; see ${log}`], times: 0, refused: 0, answered: 0 }
    for (let time = 0; time < times && wrong.length === 0; time += 1) {
      crew.go(url)
      await after(200 + scene.dice.under(300))
      wrong.push(...(await oneFilling({ full, file, crew, journal, url, room: scene.dice.under(200_000) })))
      if (wrong.length > 0) wrong.unshift(`In ${folder}, time ${time + 1}`)
    }
  } catch (error) {
    wrong.push(`The server is gone: ${String(error)}; see ${log}`)
  } finally {
    await server.kill()
    crew.dismiss()
  }
  if (wrong.length === 0) wrong.push(...journal.compare(file), ...(await auditOf(file)))
  return { wrong, times, refused: crew.refused(), answered: journal.answered }
}

interface Filling {
  readonly full: string
  readonly file: string
  readonly crew: Crew
  readonly journal: Journal
  readonly url: string
  /** Bytes that still find room. */
  readonly room: number
}

async function oneFilling({ full, file, crew, journal, url, room }: Filling): Promise<string[]> {
  const before = crew.refused()
  writeFileSync(full, Buffer.alloc(room))
  const saidSo = await until(() => crew.refused() >= before + 4)
  await crew.pause()
  const wrong = [...journal.wrong, ...journal.compare(file, { untouched: true }), ...(await auditOf(file))]
  if (!saidSo) wrong.push('No batch was refused with 503 while the disk was full')
  const { status } = await fetch(`${url}/api/timetable`)
  if (status !== 200) wrong.push(`The timetable was answered ${status} while the disk was full`)
  rmSync(full)
  const { answered } = journal
  crew.go(url)
  if (!(await until(() => journal.answered > answered + 10))) wrong.push('With room again, little is answered')
  return wrong
}

/** Whether it came true within ten seconds. */
async function until(true_: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (true_()) return true
    await after(20)
  }
  return false
}
