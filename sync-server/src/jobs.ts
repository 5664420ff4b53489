import type { Context } from './context.ts'
import { forgetOldSessions } from './identity/sessions.ts'
import { pruneSync } from './sync/prune.ts'

const minute = 60_000

interface Job {
  readonly name: string
  readonly everyMs: number
  work(context: Context): Promise<unknown>
}

/** Background work, each with its pace. All of it may be run again, or be late, without harm. */
const jobs: readonly Job[] = [
  {
    name: 'forget-sessions',
    everyMs: 6 * 60 * minute,
    work: ({ db }) => db.transact((tx) => forgetOldSessions(tx)),
  },
  { name: 'prune-sync', everyMs: 60 * minute, work: pruneSync },
]

/** Runs each job at its pace, never two of one job at once. @returns stop, which waits for those under way. */
export function startJobs(context: Context): () => Promise<void> {
  const running = new Set<Promise<void>>()
  const timers = jobs.map((job) => {
    let busy = false
    const run = async (): Promise<void> => {
      if (busy) return
      busy = true
      try {
        await job.work(context)
      } catch (cause) {
        context.log.error('job.failed', { job: job.name, cause })
      } finally {
        busy = false
      }
    }
    const start = () => {
      const under = run().finally(() => running.delete(under))
      running.add(under)
    }
    start()
    return setInterval(start, job.everyMs).unref()
  })
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await Promise.all(running)
  }
}
