import { Worker } from 'node:worker_threads'

/** Hashing is slow on purpose, so it runs in one thread beside the one that answers requests. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** False for a null hash too, after as long a time: whether an account exists cannot be told by the clock. */
  verify(password: string, hash: string | null): Promise<boolean>
  close(): Promise<void>
}

/** More waiting than this would take the better part of a minute: better to say "later" at once. */
const mostWaiting = 200

/** Too many passwords wait to be hashed. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy'
}

interface Job {
  readonly resolve: (value: string | boolean) => void
  readonly reject: (error: Error) => void
}
type Answer = { id: number; value: string | boolean } | { id: number; failed: true }

/** @param cost bcrypt's cost: 2^cost rounds. Tests take 4, the least there is. */
export function startPasswords({ cost = 10 }: { cost?: number } = {}): Passwords {
  const jobs = new Map<number, Job>()
  let next = 0
  let closed = false
  let worker = start()
  let decoy: Promise<string> | undefined

  function start(): Worker {
    const made = new Worker(new URL('./passwords-worker.js', import.meta.url))
    made.unref()
    made.on('message', (answer: Answer) => {
      const job = jobs.get(answer.id)
      jobs.delete(answer.id)
      if ('failed' in answer) job?.reject(new Error('The password could not be hashed'))
      else job?.resolve(answer.value)
    })
    made.on('error', (error) => restart(error))
    return made
  }

  function restart(error: unknown): void {
    const lost = error instanceof Error ? error : new Error('The password worker stopped')
    for (const job of jobs.values()) job.reject(lost)
    jobs.clear()
    if (!closed) worker = start()
  }

  function ask(job: { password: string; hash?: string; cost?: number }): Promise<string | boolean> {
    if (jobs.size >= mostWaiting) return Promise.reject(new PasswordsBusy('Too many passwords wait to be checked'))
    const id = (next += 1)
    return new Promise((resolve, reject) => {
      jobs.set(id, { resolve, reject })
      worker.postMessage({ id, ...job })
    })
  }

  async function makeDecoy(): Promise<string> {
    try {
      return String(await ask({ password: 'nobody has this password', cost }))
    } catch (error) {
      decoy = undefined
      throw error
    }
  }

  return {
    hash: async (password) => String(await ask({ password, cost })),
    async verify(password, hash) {
      const known = hash ?? (await (decoy ??= makeDecoy()))
      return (await ask({ password, hash: known })) === true && hash !== null
    },
    async close() {
      closed = true
      await worker.terminate()
      restart(new Error('The server stops'))
    },
  }
}
