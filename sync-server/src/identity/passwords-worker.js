// Plain JavaScript: a worker is started from its file, and Node 20 does not run TypeScript by itself.
import { readlinkSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import bcrypt from 'bcryptjs'

const port = parentPort
if (!port) throw new Error('passwords-worker.js runs as a worker only')

// Where cores are few, the thread that answers requests goes first. Linux gives each thread a priority of its own.
if (process.platform === 'linux') {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    setPriority(thread, Math.min(19, getPriority(thread) + 10))
  } catch {
    // No /proc in this container: the thread is as good as any other.
  }
}

port.on('message', (/** @type {{ id: number, password: string, hash?: string, cost?: number }} */ job) => {
  try {
    const value =
      job.hash === undefined ? bcrypt.hashSync(job.password, job.cost) : bcrypt.compareSync(job.password, job.hash)
    port.postMessage({ id: job.id, value })
  } catch {
    port.postMessage({ id: job.id, failed: true })
  }
})
