// Plain JavaScript: a worker is started from its file, and Node 20 does not run TypeScript by itself.
import { parentPort } from 'node:worker_threads'
import bcrypt from 'bcryptjs'

const port = parentPort
if (!port) throw new Error('passwords-worker.js runs as a worker only')

port.on('message', (/** @type {{ id: number, password: string, hash?: string, cost?: number }} */ job) => {
  try {
    const value =
      job.hash === undefined ? bcrypt.hashSync(job.password, job.cost) : bcrypt.compareSync(job.password, job.hash)
    port.postMessage({ id: job.id, value })
  } catch {
    port.postMessage({ id: job.id, failed: true })
  }
})
