import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dice } from './dice.ts'

/** Compile crash/disk.c. @returns the library to preload, or why there is none. */
export function compileDisk(folder: string): { library: string } | { missing: string } {
  const library = join(folder, 'disk.so')
  const args = ['-shared', '-fPIC', '-O1', '-o', library, join(import.meta.dirname, 'disk.c'), '-ldl']
  const { status, error, stderr } = spawnSync(process.env['CC'] ?? 'gcc', args, { encoding: 'utf8' })
  if (process.platform !== 'linux') return { missing: 'only Linux lets a library stand before the disk' }
  if (error) return { missing: `there is no C compiler (${error.message}): install gcc, or name one in CC` }
  return status === 0 ? { library } : { missing: `crash/disk.c cannot be compiled: ${stderr}` }
}

export const files = ['wayfare.db', 'wayfare.db-wal'] as const
export type WatchedFile = (typeof files)[number]

/** What the server asked of the disk, in order; `end` is where its record ends in the trace. */
export type DiskCall = { readonly file: WatchedFile; readonly end: number } & (
  | { readonly what: 'write'; readonly offset: number; readonly data: Buffer }
  | { readonly what: 'truncate'; readonly length: number }
  | { readonly what: 'remove' }
  | { readonly what: 'sync' }
)

const headBytes = 24

/** The calls written down by crash/disk.c; a record that the kill cut short is left out. */
export function readTrace(path: string): DiskCall[] {
  const trace = readFileSync(path)
  const calls: DiskCall[] = []
  for (let at = 0; at + headBytes <= trace.length;) {
    const what = String.fromCharCode(trace.readUInt8(at))
    const file = files[trace.readUInt8(at + 1) - 1]
    const offset = Number(trace.readBigUInt64LE(at + 8))
    const length = Number(trace.readBigUInt64LE(at + 16))
    const start = at + headBytes
    const end = start + (what === 'w' ? length : 0)
    if (file === undefined || end > trace.length) break
    if (what === 'w') calls.push({ what: 'write', file, end, offset, data: trace.subarray(start, end) })
    else if (what === 't') calls.push({ what: 'truncate', file, end, length })
    else calls.push({ what: what === 'u' ? 'remove' : 'sync', file, end })
    at = end
  }
  return calls
}

const sector = 512

/** What of the unsynced writes a power cut leaves. */
export type Fate = 'all' | 'none' | 'some'

/** One file, as much of it as is surely on the disk, and what was asked since. */
export class DiskFile {
  #bytes: Buffer
  #there: boolean
  #pending: DiskCall[] = []

  /** @param bytes as it was before; undefined when there was none. */
  constructor(bytes: Buffer | undefined) {
    this.#bytes = bytes ?? Buffer.alloc(0)
    this.#there = bytes !== undefined
  }

  take(call: DiskCall): void {
    if (call.what !== 'sync') return void this.#pending.push(call)
    for (const pending of this.#pending) this.#apply(pending)
    this.#pending = []
    this.#there = true
  }

  /** The file after the power went now; undefined when it is not there. */
  afterCut(fate: Fate, dice: Dice): Buffer | undefined {
    const copy = new DiskFile(this.#there ? Buffer.from(this.#bytes) : undefined)
    for (const call of this.#pending) {
      if (fate === 'none' || (fate === 'some' && call.what !== 'write' && dice.under(2) === 0)) {
        // Of a file that was not taken away its successor's writes did not reach this name.
        if (call.what === 'remove') break
        continue
      }
      for (const piece of fate === 'some' ? torn(call, dice) : [call]) copy.#apply(piece)
    }
    return copy.#there ? copy.#bytes : undefined
  }

  #apply(call: DiskCall): void {
    if (call.what === 'remove') {
      this.#bytes = Buffer.alloc(0)
      this.#there = false
    } else if (call.what === 'truncate') {
      const kept = this.#bytes.subarray(0, call.length)
      this.#bytes = Buffer.concat([kept, Buffer.alloc(call.length - kept.length)])
    } else if (call.what === 'write') {
      const end = call.offset + call.data.length
      // Bytes between are zero, as the file system gives them.
      if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(end - this.#bytes.length)])
      call.data.copy(this.#bytes, call.offset)
      this.#there = true
    }
  }
}

/** Of a write those of its sectors that reached the disk: all, none, or any of them. */
function torn(call: DiskCall, dice: Dice): DiskCall[] {
  if (call.what !== 'write') return [call]
  const lot = dice.under(3)
  if (lot < 2) return lot === 0 ? [call] : []
  const pieces: DiskCall[] = []
  for (let from = 0; from < call.data.length;) {
    const to = Math.min(call.data.length, from + sector - ((call.offset + from) % sector))
    if (dice.under(2) === 0) pieces.push({ ...call, offset: call.offset + from, data: call.data.subarray(from, to) })
    from = to
  }
  return pieces
}
