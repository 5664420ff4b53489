import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import type { Person } from 'shared/identity/account.ts'
import { DeviceDb } from '../local/device-db.ts'
import type { Reply, SendInit } from '../sync/transport.ts'
import { manualClock, memoryChannel, memoryLocks } from '../testing/ports.ts'
import { createAuth, type Auth, type Opened } from './auth.ts'

const person = (id: string): Person => ({
  id,
  email: `${id}@example.org`,
  name: id,
  roles: ['passenger'],
  memberships: [],
})
const unreachable: Reply = { kind: 'unreachable', left: true }
const refused: Reply = {
  kind: 'problem',
  problem: { status: 401, code: 'no-session', title: '', detail: '' },
  retryAfterMs: null,
}

/** A server's sessions as a cookie jar sees them, and any number of tabs of one phone. */
function world() {
  const calls: string[] = []
  const fates: Reply[] = []
  const jar: { account: string | null } = { account: null }
  const needs: boolean[] = []
  let issued = 0
  const clock = manualClock(1_000_000)
  const locks = memoryLocks()
  const channel = memoryChannel()
  const device = new DeviceDb({ indexedDB: new IDBFactory(), IDBKeyRange })

  const token = () => {
    const claims = btoa(JSON.stringify({ iat: 1000, exp: 1600, n: (issued += 1) }))
    return `h.${claims}.s`
  }
  async function send(path: string, init?: SendInit): Promise<Reply> {
    calls.push(path.replace('/api/auth/', ''))
    await Promise.resolve()
    const fate = fates.shift()
    if (fate) return fate
    if (path.endsWith('logout')) {
      jar.account = null
      return { kind: 'answered', status: 204, body: null }
    }
    if (path.endsWith('login')) jar.account = String(Object(init?.body).email)
    return jar.account === null
      ? refused
      : { kind: 'answered', status: 200, body: { accessToken: token(), account: person(jar.account) } }
  }
  const tab = (): Auth =>
    createAuth({
      clock,
      locks,
      channel: channel(),
      device,
      send,
      read: async (body) => body as Opened,
      onPerson: () => {},
      onSignInNeeded: (needed) => needs.push(needed),
    })
  return { calls, fates, jar, needs, clock, device, tab }
}

describe('[SY70] a session goes on by a cookie the app never sees', () => {
  test('[SY70] two tabs that need a token ask for one', async () => {
    const { calls, jar, tab } = world()
    jar.account = 'a'
    const [one, two] = [tab(), tab()]
    one.of('a')
    two.of('a')
    const tokens = await Promise.all([one.get(), one.get(), two.get()])
    expect(calls).toEqual(['refresh'])
    expect(new Set(tokens.map((token) => token.kind === 'token' && token.token)).size).toBe(1)
  })

  test('[SY70] a token is renewed before it ends, by its own claims and not by the phone’s clock', async () => {
    const { calls, jar, clock, tab } = world()
    jar.account = 'a'
    const auth = tab()
    auth.of('a')
    await auth.get()
    clock.set(clock.now() + 560_000)
    await auth.get()
    expect(calls).toEqual(['refresh'])
    clock.set(clock.now() + 20_000)
    await auth.get()
    expect(calls).toEqual(['refresh', 'refresh'])
  })

  test('[SY71] a renewal whose answer is lost logs nobody out', async () => {
    const { fates, jar, needs, tab } = world()
    jar.account = 'a'
    const auth = tab()
    auth.of('a')
    fates.push(unreachable)
    expect(await auth.get()).toEqual({ kind: 'unreachable' })
    expect(needs).toEqual([])
    expect((await auth.get()).kind).toBe('token')
  })

  test('[SY71] a session that ended asks for a password and forgets nothing else', async () => {
    const { needs, tab } = world()
    const auth = tab()
    auth.of('a')
    expect(await auth.get()).toEqual({ kind: 'sign-in' })
    expect(needs).toEqual([true])
    expect((await auth.begin('/api/auth/login', { email: 'a' })).ok).toBe(true)
    expect(needs).toEqual([true, false])
  })

  test('[SY73] the cookie of another account never signs this one’s requests', async () => {
    const { jar, tab } = world()
    jar.account = 'b'
    const auth = tab()
    auth.of('a')
    expect(await auth.get()).toEqual({ kind: 'sign-in' })
  })
})

describe('[SY72] a sign-out without a network', () => {
  test('[SY72] is said at the next contact, before anything else, and the cookie renews nothing until then', async () => {
    const { calls, fates, jar, tab } = world()
    jar.account = 'a'
    const auth = tab()
    auth.of('a')
    await auth.get()
    fates.push(unreachable)
    await auth.end()
    expect(calls).toEqual(['refresh', 'logout'])
    const restarted = tab()
    restarted.of('a')
    fates.push(unreachable)
    expect(await restarted.get()).toEqual({ kind: 'unreachable' })
    expect(await restarted.get()).toEqual({ kind: 'sign-in' })
    expect(calls).toEqual(['refresh', 'logout', 'logout', 'logout'])
    expect(jar.account).toBeNull()
  })

  test('[SY72] comes before the next person’s sign-in', async () => {
    const { calls, fates, jar, tab } = world()
    jar.account = 'a'
    const auth = tab()
    auth.of('a')
    fates.push(unreachable)
    await auth.end()
    fates.push(unreachable)
    expect(await auth.begin('/api/auth/login', { email: 'b' })).toEqual({ ok: false, problem: null })
    expect(await auth.begin('/api/auth/login', { email: 'b' })).toMatchObject({ ok: true, person: { id: 'b' } })
    expect(calls).toEqual(['logout', 'logout', 'logout', 'login'])
  })
})
