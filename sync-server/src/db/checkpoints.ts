import { Worker } from 'node:worker_threads'
import type Sqlite from 'better-sqlite3'

/**
 * Moves committed pages from SQLite's log into its file. Under load a thread does so beside the writer; the writer only
 * moves the last few pages when the log has grown long, for a log begins anew only when all of it was moved.
 */
export interface Checkpoints {
  /** A group was committed that ran so many statements that write. */
  committed(writes: number): void
  /** Nobody writes just now. */
  idle(): void
  close(): Promise<void>
}

/** Statements after which the thread is asked; a booking has about 20, and touches as many pages of 4 KiB. */
const enough = 4000
/** Pages at which the log shall begin anew: 64 MiB. The backstop of the writer itself is twice that. */
const longLog = 16_000
/** So few pages the writer moves in a few milliseconds; for more, the thread goes once more, but not for ever. */
const fewPages = 500
const mostPasses = 4

/** What SQLite says of a checkpoint: pages in the log, and how many of them were moved. */
type Answer = { busy: number; log: number; checkpointed: number } | { failed: string }

export function startCheckpoints(file: string, writer: Sqlite.Database): Checkpoints {
  let thread: Worker | undefined
  let broken = false
  let asked = false
  let passes = 0
  let pending = 0

  const here = (): void => {
    pending = 0
    if (!writer.open || writer.inTransaction) return
    try {
      writer.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // The disk is full or broken: the log keeps all that was committed, and later there may be room.
    }
  }

  function ask(): void {
    if (asked) return
    thread ??= start()
    asked = true
    pending = 0
    thread.postMessage('checkpoint')
  }

  function start(): Worker {
    const made = new Worker(new URL('./checkpoint-worker.js', import.meta.url), { workerData: file })
    made.unref()
    made.on('message', answered)
    // Without its thread the writer checkpoints by itself: slower, and just as safe.
    made.on('error', () => {
      broken = true
      asked = false
    })
    return made
  }

  function answered(answer: Answer): void {
    asked = false
    passes += 1
    if (broken) return
    if ('failed' in answer || answer.log < longLog) return void (passes = 0)
    if (answer.log - answer.checkpointed > fewPages && passes < mostPasses) return ask()
    passes = 0
    here()
  }

  return {
    committed(writes) {
      pending += writes
      if (pending >= enough && !broken) ask()
    },
    idle() {
      if (thread && !broken) ask()
      else here()
    },
    async close() {
      const made = thread
      thread = undefined
      if (!made || broken) return
      broken = true
      // A command that waits for this has nothing else that keeps it alive.
      made.ref()
      await new Promise((resolve) => made.once('exit', resolve).postMessage('close'))
    },
  }
}
