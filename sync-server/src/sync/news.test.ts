import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { emptyDigest } from 'shared/sync/digest.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { makeWorld, type Phone, type World } from '../testing/world.ts'

const minute = 60_000
const nine = departureIdAt(9)

let world: World
let phone: Phone
beforeEach(async () => {
  world = await makeWorld({ line: { hours: [9, 11] } })
  phone = await world.passenger()
})
afterEach(() => world.close())

const book = (about: Partial<Parameters<typeof bookIntentOf>[0]> = {}) => bookIntentOf({ departure: nine, ...about })
const account = () => `account:${phone.actor.account}`

describe('what is told', () => {
  test('[SY9] the outcome says to which sequence of which scope its effects were written', async () => {
    const answer = await phone.exchange({
      intents: [phone.envelope('booking.book', book())],
      scopes: { [account()]: { cursor: 0 }, [`departure:${nine}`]: { cursor: 0 } },
    })
    expect(answer.outcomes[0]?.at).toEqual({ [account()]: 1, [`departure:${nine}`]: 1 })
    expect(answer.changes).toMatchObject([
      { scope: account(), from: 0, to: 1, more: false },
      {
        scope: `departure:${nine}`,
        from: 0,
        to: 1,
        rows: [{ kind: 'departure', value: { taken: { '2A': '3' } } }, { kind: 'departure-sold' }],
      },
    ])
    const kinds = answer.changes.flatMap((change) => ('rows' in change ? change.rows : [])).map((row) => row.kind)
    expect(kinds.toSorted()).toEqual(['booking', 'departure', 'departure-sold', 'outcome', 'ticket'])
  })

  test('[SY9] what was sent together is under one sequence, and each outcome names the scopes of its own effects', async () => {
    const eleven = departureIdAt(11)
    const intents = [nine, eleven].map((departure) => phone.envelope('booking.book', book({ departure })))
    const refused = phone.envelope('booking.cancel', { booking: world.id() })
    const answer = await phone.exchange({ intents: [...intents, refused], scopes: { [account()]: { cursor: 0 } } })
    expect(answer.outcomes.map(({ at }) => at)).toEqual([
      { [account()]: 1, [`departure:${nine}`]: 1 },
      { [account()]: 1, [`departure:${eleven}`]: 1 },
      { [account()]: 1 },
    ])
    expect(answer.changes).toMatchObject([{ scope: account(), to: 1 }])
  })

  test('[SY10] nothing outside the scopes one may follow: a stranger is told the same as of nothing at all', async () => {
    await phone.ask('booking.book', book())
    const stranger = await world.passenger()
    const conductorElsewhere = world.phone(await world.person([{ agency: 'f:B', role: 'conductor' }]))
    for (const asker of [stranger, conductorElsewhere]) {
      const scopes = {
        [account()]: { cursor: 0 },
        [`account:${world.id()}`]: { cursor: 0 },
        [`manifest:${nine}`]: { cursor: 0 },
        'manifest:f:none@20261124': { cursor: 0 },
        'operator:f:A': { cursor: 0 },
        'operator:f:none': { cursor: 0 },
      }
      const { changes } = await asker.exchange({ scopes })
      expect(changes).toEqual(Object.keys(scopes).map((scope) => ({ scope, gone: 'revoked' })))
    }
  })

  test('[SY10] a role taken away counts at the next exchange', async () => {
    const conductor = await world.conductor()
    await phone.ask('booking.book', book())
    const scope = `manifest:${nine}`
    const told = await conductor.exchange({ scopes: { [scope]: { cursor: 0 } } })
    expect(told.changes).toMatchObject([{ scope, rows: [{ kind: 'manifest-entry', value: { name: 'Ona 1.' } }] }])
    const dismissed = world.phone({ ...conductor.actor, memberships: [], roles: ['passenger'] })
    expect((await dismissed.exchange({ scopes: { [scope]: { cursor: 1 } } })).changes).toEqual([
      { scope, gone: 'revoked' },
    ])
  })

  test('[SY11] a departure nobody booked is followed all the same: an empty scope at 0 says nothing is taken', async () => {
    const scope = `departure:${departureIdAt(11)}`
    const first = await phone.exchange({ scopes: { [scope]: { cursor: 0 } } })
    expect(first.changes).toEqual([
      { scope, snapshot: true, from: 0, to: 0, more: false, digest: emptyDigest, rows: [] },
    ])
    const { epoch } = first
    const second = await phone.exchange({ epoch, scopes: { [scope]: { cursor: 0, digest: emptyDigest } } })
    expect(second.changes).toEqual([])
    await phone.ask('booking.book', book({ departure: departureIdAt(11) }))
    const third = await phone.exchange({ epoch, scopes: { [scope]: { cursor: 0, digest: emptyDigest } } })
    expect(third.changes).toMatchObject([
      { scope, from: 0, to: 1, rows: [{ kind: 'departure' }, { kind: 'departure-sold' }] },
    ])
  })

  test('[SY11] a departure that does not run is unknown, and so is a scope of no kind', async () => {
    const { changes } = await phone.exchange({
      scopes: { 'departure:f:none@20261124': { cursor: 0 }, 'weather:tomorrow': { cursor: 0 } },
    })
    expect(changes.map((change) => 'gone' in change && change.gone)).toEqual(['unknown', 'unknown'])
  })

  test('[SY12] a poll of ten scopes without news answers with at most 250 bytes', async () => {
    const days = Array.from({ length: 8 }, (_, i) => `departure:${departureIdAt(9, `2026-11-${25 + (i % 6)}`)}`)
    const names = [account(), 'public', ...new Set(days), `departure:${departureIdAt(11)}`, `departure:${nine}`]
    await phone.ask('booking.book', book())
    const first = await phone.exchange({ scopes: Object.fromEntries(names.map((name) => [name, { cursor: 0 }])) })
    const scopes = Object.fromEntries(
      first.changes.map((change) => {
        if (!('to' in change)) throw new Error('a scope is gone')
        return [change.scope, { cursor: change.to, digest: must(change.digest, 'digest') }]
      }),
    )
    expect(Object.keys(scopes)).toHaveLength(10)
    const quiet = await phone.exchange({ epoch: first.epoch, scopes })
    expect(quiet.changes).toEqual([])
    expect(JSON.stringify(quiet).length).toBeLessThanOrEqual(250)
  })
})

describe('epochs', () => {
  test('[SY13] a cursor of another epoch is worth nothing: snapshots', async () => {
    await phone.ask('booking.book', book())
    const answer = await phone.exchange({ epoch: world.id(), scopes: { [account()]: { cursor: 1 } } })
    expect(answer.changes).toMatchObject([{ from: 0, to: 1, snapshot: true }])
  })

  test('[SY13] a cursor from the future gets its phone a snapshot and raises an alarm; nobody else starts over', async () => {
    await phone.ask('booking.book', book())
    const { epoch } = await phone.exchange({})
    const scopes = { public: { cursor: 0 }, [account()]: { cursor: 9e15 } }
    for (let hour = 1; hour <= 3; hour += 1) {
      world.clock.now += 60 * minute
      const answer = await phone.exchange({ epoch, scopes })
      expect(answer.epoch).toBe(epoch)
      expect(answer.changes).toMatchObject([
        { scope: 'public', from: 0 },
        { scope: account(), from: 0, to: 1, snapshot: true },
      ])
      expect(world.logged.filter((line) => line.includes('cursor-from-the-future'))).toHaveLength(hour)
    }
  })

  test("[SY14] a digest that is not the server's is healed by a snapshot", async () => {
    await phone.ask('booking.book', book())
    const { epoch } = await phone.exchange({})
    const answer = await phone.exchange({ epoch, scopes: { [account()]: { cursor: 1, digest: 'ab'.repeat(8) } } })
    expect(answer.changes).toMatchObject([{ snapshot: true, from: 0, to: 1, more: false }])
  })
})
