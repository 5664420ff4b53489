import { createServer } from 'node:http'
import { join } from 'node:path'
import Koa from 'koa'
import { newId } from 'shared/base/random.ts'
import { exchangeRequest } from 'shared/sync/envelope.ts'
import { lineTimetable } from 'shared/testing/builders.ts'
import { readConfig } from '../sync-server/src/config.ts'
import { openSqlite } from '../sync-server/src/db/sqlite.ts'
import { bodyOf } from '../sync-server/src/http/body.ts'
import { door } from '../sync-server/src/http/door.ts'
import { appoint } from '../sync-server/src/identity/staff.ts'
import { beginSession } from '../sync-server/src/identity/sessions.ts'
import { machine, openContext } from '../sync-server/src/open.ts'
import { serve } from '../sync-server/src/serve.ts'
import { writeChanges } from '../sync-server/src/sync/change-log.ts'
import { line, password } from './bookings-load.ts'

/**
 * The server of the bench, in a process of its own: the real one, and beside it the same without a database. `each` makes
 * the real one commit for each unit, at once.
 */
export interface Ready {
  readonly url: string
  readonly bareUrl: string
  readonly people: readonly { account: string; token: string; device: string; email: string }[]
}

async function main(dataDir: string, people: number, commits: 'grouped' | 'each'): Promise<void> {
  const usual = readConfig({})
  const unlimited = { ...usual.limits, address: 0, account: 0, intents: 0, signIn: 0 }
  const limits = { ...unlimited, seatsPerDeparture: 1e9, unpaidBookings: 1e9 }
  const config = { ...usual, port: 0, dataDir, logLevel: 'error' as const, limits }
  const { context } = await openContext(config, machine(config))
  const timetable = lineTimetable(line)
  Object.assign(context.timetables, { current: () => [timetable] })
  if (commits === 'each') {
    const options = { file: join(dataDir, 'wayfare.db'), now: context.now, writeChanges: writeChanges(context.pokes) }
    Object.assign(context, { db: openSqlite({ ...options, groupLimit: 1, schedule: (work) => work() }) })
  }
  const { db, random, accessTokens } = context
  const signedIn: Ready['people'][number][] = []
  const hash = await context.passwords.hash(password)
  for (let i = 0; i < people; i += 1) {
    const email = `bench${i}@example.org`
    const account = { email, name: `Bench ${i}`, hash, memberships: [] }
    const open = await db.transact(async (tx) => beginSession(tx, await appoint(tx, account, random), random))
    const { token } = accessTokens.issue(open, Date.now())
    signedIn.push({ account: open.account, token, device: newId(random), email })
  }

  // Answers of the usual length, let go in bursts, as commits of groups let them go.
  const nothing = new Koa()
  let waiting: (() => void)[] = []
  const burst = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve)
      if (waiting.length > 1) return
      setImmediate(() => {
        const all = waiting
        waiting = []
        for (const go of all) go()
      })
    })
  nothing.use(door(context.log))
  nothing.use(async (ctx) => {
    const token = ctx.get('authorization').slice('Bearer '.length)
    const read = accessTokens.verify(token, Date.now())
    if (!read.ok) ctx.throw(401)
    const body = await bodyOf(ctx as never, exchangeRequest)
    await burst()
    const outcomes = body.intents.map(({ id }) => ({
      id,
      status: 'confirmed',
      code: null,
      data: { booking: id, reference: 'K7M2QF', departure: 'f:t9@20261124', seats: ['12A'], wish: 0 },
      at: { [`account:${read.ok ? read.claims.account : ''}`]: 1, 'departure:f:t9@20261124': 1 },
      replayed: false,
    }))
    const epoch = 'a'.repeat(32)
    ctx.body = { protocol: 1, epoch, now: Date.now(), oldestSupportedApp: '0.1.0', outcomes, changes: [] }
  })
  const answer = nothing.callback()
  const bare = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  const address = bare.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { url } = await serve(context)
  const ready: Ready = { url, bareUrl: `http://127.0.0.1:${port}`, people: signedIn }
  process.send?.(ready)
}

// A bench that died leaves no server behind.
process.once('disconnect', () => process.exit(1))
await main(process.argv[2] ?? '', Number(process.argv[3]), process.argv[4] === 'each' ? 'each' : 'grouped')
