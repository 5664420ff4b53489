import type { Context } from '../../sync-server/src/context.ts'
import { type Job, jobs, type Pace, startJobs } from '../../sync-server/src/jobs.ts'
import { localProvider } from '../../sync-server/src/payments/providers/local.ts'
import type { Dice } from '../machine/dice.ts'
import { farProvider } from './far-provider.ts'
import { webhooks, type WebhookWay } from './webhooks.ts'

export interface WorkParts extends Omit<WebhookWay, 'dice'> {
  readonly dice: Dice
  /** No job comes by more often, ms. */
  readonly leastPace: () => number
  readonly isResting: () => boolean
}

/** Gives a server its card provider and its jobs, on the world's clock. Webhooks come over the network, not by a job. */
export function startWork(bare: Context, parts: WorkParts): Context {
  const { scheduler, owner, dice, rates, leastPace, isResting } = parts
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => void scheduler.after(owner, ms, 'server/provider', resolve))
  const near = localProvider({ ...bare, random: dice.fork('provider').bytes })
  const payments = farProvider(near, { dice: dice.fork('way to the provider'), rates, pause: wait })
  const context: Context = { ...bare, payments }
  const carry = webhooks({ ...parts, dice: dice.fork('webhooks') })
  const overTheNetwork = (job: Job): Job =>
    job.name === 'deliver-local' ? { ...job, work: async () => near.local?.deliver(carry) } : job
  const pace: Pace = (work, everyMs) => {
    const again = (): void =>
      void scheduler.after(owner, Math.max(everyMs, leastPace()), 'server/jobs', () => {
        again()
        if (!isResting()) work()
      })
    again()
    return () => {}
  }
  scheduler.soon(owner, 'server/jobs', () => void startJobs(context, pace, jobs.map(overTheNetwork)))
  return context
}
