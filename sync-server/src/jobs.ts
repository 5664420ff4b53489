import { earnPoints } from './booking/earn-points.ts'
import { settleChoices } from './booking/choose.ts'
import { serveLines } from './booking/serve-waiting.ts'
import { expireMoves } from './booking/drop-move.ts'
import { expireHolds } from './booking/expire-holds.ts'
import { askProvider, deliverLocal } from './booking/receive.ts'
import type { Context } from './context.ts'
import { forgetOldSessions } from './identity/sessions.ts'
import { pruneSync } from './sync/prune.ts'

const second = 1000
const minute = 60 * second

export interface Job {
  readonly name: string
  readonly everyMs: number
  work(context: Context): Promise<unknown>
}

/**
 * Background work, each with its pace. All of it may be run again, be late, or run in two processes, without harm; what is
 * due stands in tables. Each runs at the start, too.
 */
export const jobs: readonly Job[] = [
  {
    name: 'forget-sessions',
    everyMs: 6 * 60 * minute,
    work: ({ db }) => db.transact((tx) => forgetOldSessions(tx)),
  },
  { name: 'prune-sync', everyMs: 60 * minute, work: pruneSync },
  { name: 'expire-holds', everyMs: second, work: expireHolds },
  { name: 'expire-moves', everyMs: second, work: expireMoves },
  { name: 'settle-choices', everyMs: 5 * second, work: settleChoices },
  { name: 'serve-waiting', everyMs: 5 * second, work: serveLines },
  { name: 'ask-provider', everyMs: second, work: askProvider },
  { name: 'deliver-local', everyMs: second, work: deliverLocal },
  { name: 'earn-points', everyMs: 10 * minute, work: earnPoints },
]

/** Calls again and again until it is told to stop: the machine's timers, or a simulation's. */
export type Pace = (work: () => void, everyMs: number) => () => void

const machinePace: Pace = (work, everyMs) => {
  const timer = setInterval(work, everyMs).unref()
  return () => clearInterval(timer)
}

/** Runs each job at its pace, never two of one job at once. @returns stop, which waits for those under way. */
export function startJobs(
  context: Context,
  pace: Pace = machinePace,
  list: readonly Job[] = jobs,
): () => Promise<void> {
  const running = new Set<Promise<void>>()
  const stops = list.map((job) => {
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
    return pace(start, job.everyMs)
  })
  return async () => {
    for (const stop of stops) stop()
    await Promise.all(running)
  }
}
