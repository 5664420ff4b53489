// Plain JavaScript: a worker is started from its file, and Node 20 does not run TypeScript by itself.
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

const port = parentPort
if (!port) throw new Error('checkpoint-worker.js runs as a worker only')

const db = new Sqlite(String(workerData), { timeout: 1000 })
// The pages it writes are as durable as the log they come from before the log may be overwritten.
db.pragma('synchronous = FULL')
const passive = db.prepare('pragma wal_checkpoint(PASSIVE)')

port.on('message', (/** @type {'checkpoint' | 'close'} */ ask) => {
  if (ask === 'close') {
    db.close()
    port.close()
    return
  }
  try {
    port.postMessage(passive.get())
  } catch (error) {
    port.postMessage({ failed: error instanceof Error ? error.message : String(error) })
  }
})
