// Loaded before the server (`node --import`) by the crash test alone: nothing of it is in the server. It wraps the
// database driver, so that the process dies at a named point, or runs with other settings than it would.
//   CRASH_POINT       `before-commit:12`: SIGKILL at the twelfth time. Points: {before,in,after}-{commit,checkpoint},
//                     in-statement, and {before,in}- those of `moments`. `in`: from another thread, CRASH_DELAY
//                     microseconds after it began.
//   CRASH_SYNCHRONOUS another value than FULL, and the server does not notice
//   CRASH_CHECKPOINT  pages after which a commit checkpoints, so that there are many
import { createRequire } from 'node:module'
import { isMainThread, Worker } from 'node:worker_threads'

/** Moments of a card payment, known by the statement that follows: what is done outside of our units has been done. */
const moments = {
  /** The provider has made a payment that we have not noted. */
  'payment-noted': /^update payment set ref = \?, secret/i,
  /** A card was given, and nobody has been told. */
  'word-queued': /^insert into .?local_event\b/i,
  /** The provider's word has come and means nothing yet. */
  'word-taken': /^insert into .?provider_event\b/i,
  /** The provider's word was taken, and the provider has no reply. */
  'word-answered': /^delete from .?local_event\b/i,
  /** The provider has given money back, and we have not noted it. */
  'refund-noted': /^update refund set status/i,
}

// Checkpoints run in a thread of their own as well; the killer's thread below loads nothing.
const wanted = isMainThread || (process.env.CRASH_POINT ?? '').includes('checkpoint')
if (wanted) wrap(createRequire(import.meta.url)('better-sqlite3').prototype, process.env)

function wrap(database, { CRASH_POINT = '', CRASH_DELAY = '0', CRASH_SYNCHRONOUS, CRASH_CHECKPOINT }) {
  const [point, times] = CRASH_POINT.split(':')
  let left = Number(times ?? Infinity)
  const killer = point.startsWith('in-') ? laterKiller(Number(CRASH_DELAY)) : undefined

  const reached = (name) => {
    if (name !== point || (left -= 1) !== 0) return
    if (killer) killer()
    else process.kill(process.pid, 'SIGKILL')
  }
  const within = (what, work) => {
    reached(`before-${what}`)
    reached(`in-${what}`)
    const result = work()
    reached(`after-${what}`)
    return result
  }

  const { prepare, exec, pragma } = database
  database.prepare = function (sql, ...rest) {
    const statement = prepare.call(this, sql, ...rest)
    const [moment] = Object.keys(moments).filter((name) => moments[name].test(sql))
    const what = /^\s*commit/i.test(sql) ? 'commit' : /wal_checkpoint/i.test(sql) ? 'checkpoint' : undefined
    for (const verb of ['run', 'get', 'all']) {
      const plain = statement[verb].bind(statement)
      statement[verb] = (...values) => {
        reached('in-statement')
        if (moment) reached(`before-${moment}`)
        if (moment) reached(`in-${moment}`)
        return what ? within(what, () => plain(...values)) : plain(...values)
      }
    }
    return statement
  }
  database.exec = function (sql) {
    return /^\s*commit/i.test(sql) ? within('commit', () => exec.call(this, sql)) : exec.call(this, sql)
  }
  database.pragma = function (source, ...rest) {
    if (CRASH_SYNCHRONOUS && /^synchronous\s*=/i.test(source)) source = `synchronous = ${CRASH_SYNCHRONOUS}`
    else if (CRASH_SYNCHRONOUS && /^synchronous$/i.test(source)) return 2
    else if (CRASH_CHECKPOINT && /^wal_autocheckpoint\s*=/i.test(source))
      source = `wal_autocheckpoint = ${CRASH_CHECKPOINT}`
    const run = () => pragma.call(this, source, ...rest)
    return /^wal_checkpoint/i.test(source) ? within('checkpoint', run) : run()
  }
}

/** A thread that waits to be told, then lets some microseconds pass and kills the process in whatever it does. */
function laterKiller(microseconds) {
  const told = new Int32Array(new SharedArrayBuffer(4))
  const body = `
    const { workerData: { told, ms } } = require('node:worker_threads')
    Atomics.wait(told, 0, 0)
    const until = performance.now() + ms
    while (performance.now() < until);
    process.kill(process.pid, 'SIGKILL')`
  const thread = new Worker(body, { eval: true, execArgv: [], workerData: { told, ms: microseconds / 1000 } })
  thread.unref()
  return () => {
    Atomics.store(told, 0, 1)
    Atomics.notify(told, 0)
  }
}
