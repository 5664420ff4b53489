import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyDigest, digestOf } from 'shared/sync/digest.ts'
import type { DepartureState } from 'shared/records.ts'
import { must } from 'shared/base/result.ts'
import { beginSession } from '../identity/sessions.ts'
import { onPostgres } from '../testing/test-database.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'
import { type Page, page } from './pages.ts'
import { outcomesKept, pruneSync, tombstonesKept } from './prune.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const state = (text: string): DepartureState => ({
  id: 'f:t9@20261124',
  status: 'scheduled',
  delayMinutes: null,
  seatMap: text,
  taken: {},
})

interface Client {
  cursor: number
  digest: string
  rows: Map<string, { kind: string; id: string; seq: number; value: unknown }>
}
const newClient = (): Client => ({ cursor: 0, digest: emptyDigest, rows: new Map() })

/** Pulls until nothing is left, as a phone does: pages are staged, and swapped in with the cursor at the last one. */
async function pull(client: Client, scope: string, most: number, between: () => Promise<void>): Promise<void> {
  let staged: Page[] = []
  for (;;) {
    const cursor = staged.at(-1)?.to ?? client.cursor
    const digest = staged.length === 0 ? client.digest : undefined
    const began = staged[0]?.head
    const answer = await page(world.context.db.read, { scope, cursor, digest, began, sameEpoch: true, most })
    if (answer.kind === 'quiet') return
    if (answer.kind !== 'page') throw new Error(answer.kind)
    const { change } = answer
    for (const row of change.rows) {
      expect(row.seq).toBeGreaterThan(change.from)
      expect(row.seq).toBeLessThanOrEqual(change.to)
    }
    if (change.from === 0) staged = []
    else expect(change.from).toBe(cursor)
    staged.push(change)
    if (change.more) {
      await between()
      continue
    }
    if (staged[0]?.from === 0) client.rows.clear()
    for (const row of staged.flatMap((each) => each.rows)) {
      const key = `${row.kind} ${row.id}`
      if (row.op === 'put') client.rows.set(key, row)
      else client.rows.delete(key)
    }
    client.cursor = change.to
    client.digest = digestOf(client.rows.values())
    expect(client.digest).toBe(change.digest)
    return
  }
}

/** One transaction: ids to a new value, or to nothing. */
const write = (scope: string, changes: readonly (readonly [string, string | null])[]) =>
  world.context.db.transact(async (tx) => {
    for (const [id, text] of changes) {
      const value = text === null ? null : state(text)
      tx.changed('departure', id, [{ scope: `departure:${scope}`, value, rev: 0 }])
    }
  })

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
const change = fc.tuple(id, fc.option(fc.string({ maxLength: 3 }), { freq: 3, nil: null }))
const unit = fc.uniqueArray(change, { minLength: 1, maxLength: 5, selector: ([name]) => name })
let scopes = 0

test('[SY15] at every committed cursor the rows of a phone are the rows of the server, however pages split', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(unit, { minLength: 1, maxLength: 12 }),
      fc.array(unit, { maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      async (units, meanwhile, most, pulls) => {
        const scope = `s${(scopes += 1)}`
        const model = new Map<string, string>()
        const waiting = [...meanwhile]
        const client = newClient()
        const apply = async (changes: readonly (readonly [string, string | null])[]) => {
          await write(scope, changes)
          for (const [name, text] of changes) {
            if (text === null) model.delete(name)
            else model.set(name, text)
          }
        }
        // Writes go on between the pages of one pull.
        const between = async () => {
          const next = waiting.shift()
          if (next) await apply(next)
        }
        for (const [i, changes] of units.entries()) {
          await apply(changes)
          if (!pulls[i]) continue
          await pull(client, `departure:${scope}`, most, between)
          const seen = new Map([...client.rows.values()].map((row) => [row.id, (row.value as DepartureState).seatMap]))
          expect(seen).toEqual(model)
        }
      },
    ),
    { numRuns: 60 },
  )
}, 90_000)

test('[SY15] a transaction is never split between pages', async () => {
  await write('whole', [
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
    ['d', '1'],
  ])
  await write('whole', [['e', '2']])
  const answer = await page(world.context.db.read, { scope: 'departure:whole', cursor: 0, sameEpoch: true, most: 2 })
  expect(answer).toMatchObject({ kind: 'page', change: { from: 0, to: 1, more: true } })
  expect(answer.kind === 'page' && answer.change.rows).toHaveLength(4)
})

test('[SY9] heads are gapless, in the order of the commits', async () => {
  const units = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      world.context.db.transact(async (tx) => {
        tx.changed('departure', `r${i % 3}`, [{ scope: 'departure:heads', value: state(String(i)), rev: 0 }])
        const head = must((await tx.flush())(0, 1)['departure:heads'], 'head')
        if (i % 5 === 4) throw new Error('rolled back on purpose')
        return head
      }),
    ),
  )
  const committed = units.flatMap((unit) => (unit.status === 'fulfilled' ? [unit.value] : []))
  expect(committed).toHaveLength(16)
  // Units of several connections are committed in an order of their own.
  const heads = onPostgres() ? committed.sort((a, b) => a - b) : committed
  expect(heads).toEqual(heads.map((_, i) => i + 1))
})

test('[SY16] after thirty days a tombstone is dropped, and a cursor from before it gets a snapshot', async () => {
  await write('old', [
    ['a', '1'],
    ['b', '1'],
  ])
  await write('old', [['a', null]])
  await write('old', [['b', '2']])
  const at = async (cursor: number) => {
    const answer = await page(world.context.db.read, { scope: 'departure:old', cursor, sameEpoch: true, most: 50 })
    return answer.kind === 'page' ? answer.change : undefined
  }
  expect((await at(1))?.rows.map((row) => row.op)).toEqual(['remove', 'put'])
  world.clock.now += tombstonesKept + 1
  await pruneSync(world.context)
  expect(await at(1)).toMatchObject({ snapshot: true, from: 0, to: 3, rows: [{ id: 'b' }] })
  expect(await at(2)).toMatchObject({ snapshot: false, from: 2, to: 3 })
})

test('[SY16] a snapshot of several pages comes to its end though tombstones behind its first page are dropped', async () => {
  await write('long', [['a', '1']])
  for (const name of ['b', 'c', 'd', 'e']) await write('long', [[name, '1']])
  await write('long', [['d', null]])
  await write('long', [['f', '1']])
  world.clock.now += tombstonesKept + 1
  await pruneSync(world.context)
  const client = newClient()
  let pages = 0
  const between = async () => {
    if ((pages += 1) > 20) throw new Error('the snapshot begins again and again')
  }
  await pull(client, 'departure:long', 2, between)
  expect([...client.rows.values()].map((row) => row.id)).toEqual(['a', 'b', 'c', 'e', 'f'])
})

test('[SY16] a snapshot that was left lying for so long that a tombstone after its beginning is gone begins again', async () => {
  const scope = 'departure:lying'
  await write('lying', [['a', '1']])
  await write('lying', [['b', '1']])
  await write('lying', [['c', '1']])
  const ask = { scope, sameEpoch: true, most: 1 }
  const first = await page(world.context.db.read, { ...ask, cursor: 0 })
  expect(first).toMatchObject({ change: { to: 1, more: true, head: 3 } })
  await write('lying', [['a', null]])
  await write('lying', [['c', '2']])
  world.clock.now += tombstonesKept + 1
  await pruneSync(world.context)
  const second = await page(world.context.db.read, { ...ask, cursor: 1, began: 3 })
  expect(second).toMatchObject({ change: { snapshot: true, from: 0, rows: [{ id: 'b' }] } })
})

test('[SY16] outcomes are forgotten after 90 days in order of n, and what was forgotten is never run again', async () => {
  const phone = await world.passenger()
  const ask = () => phone.envelope('booking.cancel', { booking: world.id() })
  const [late, first, second] = [ask(), ask(), ask()]
  await phone.send([first])
  world.clock.now += outcomesKept / 2
  await (await signedInAgain(phone)).send([second])
  world.clock.now += outcomesKept / 2 + 1
  await pruneSync(world.context)
  const again = await signedInAgain(phone)
  const outcomes = await again.send([late, first, second])
  expect(outcomes.map(({ id, code, replayed }) => [id, code, replayed])).toEqual([
    [late.id, 'expired', false],
    [first.id, 'expired', false],
    [second.id, 'unknown-booking', true],
  ])
  // The phone's copy of the forgotten outcome goes, too.
  const { changes } = await again.exchange({ scopes: { [`account:${phone.actor.account}`]: { cursor: 1 } } })
  const rows = changes.flatMap((change) => ('rows' in change ? change.rows : []))
  expect(rows.find((row) => row.id === first.id)).toMatchObject({ op: 'remove' })
})

/** Sessions end long before outcomes do. */
async function signedInAgain({ actor, device }: Phone): Promise<Phone> {
  const { db, random } = world.context
  const { session } = await db.transact((tx) => beginSession(tx, actor.account, random))
  return world.phone({ ...actor, session }, device)
}
