import type { Person } from 'shared/identity/account.ts'
import type { DeviceDb } from '../local/device-db.ts'
import type { Channel, Clock, Locks, Token, Tokens } from '../sync/ports.ts'
import type { Reply, SendInit } from '../sync/transport.ts'
import type { Problem } from './problem.ts'

/**
 * The session towards the server: an access token in memory, renewed by a cookie this code never sees. Page and worker
 * use the same; one renews at a time (lock `auth`), and tells the others.
 */
export interface Auth extends Tokens {
  /** Whose session it is from now on; null: nobody's. Known tokens are forgotten. */
  of(account: string | null): void
  begin(path: '/api/auth/login' | '/api/auth/register', body: unknown): Promise<Begun>
  /** Ends the session: at once here; on the server now, or else at the next contact, before anything else. */
  end(): Promise<void>
  /** Says the owed sign-out, if one is owed. True when none is owed any more. */
  settleDebt(): Promise<boolean>
}

export type Begun = { ok: true; person: Person } | { ok: false; problem: Problem | null }

export interface AuthPorts {
  readonly clock: Clock
  readonly locks: Locks
  readonly channel: Channel
  readonly device: DeviceDb
  readonly send: (path: string, init?: SendInit) => Promise<Reply>
  /** Reads a session answer; undefined when it is none. Lazy: the schema is not in the first chunk. */
  readonly read: (body: unknown) => Promise<Opened | undefined>
  readonly onPerson: (person: Person) => void
  /** The server wants a password again, or no longer does. */
  readonly onSignInNeeded: (needed: boolean) => void
}

export interface Opened {
  readonly accessToken: string
  readonly account: Person
}

interface Held {
  readonly account: string
  readonly token: string
  /** By the phone's clock, with a margin. */
  readonly until: number
}

const debt = 'sign-out-owed'
const marginMs = 30_000
const shortLifeMs = 5 * 60_000

export function createAuth(ports: AuthPorts): Auth {
  const { clock, locks, channel, device, send } = ports
  let account: string | null = null
  let held: Held | null = null
  let renewing: Promise<Token> | undefined

  channel.listen((message) => {
    if (isHeld(message) && message.account === account) hold(message)
  })

  function hold(next: Held): void {
    held = next
    ports.onSignInNeeded(false)
  }

  const fresh = (): Held | null => (held && held.account === account && held.until > clock.now() ? held : null)

  function take({ accessToken, account: person }: Opened): void {
    account = person.id
    hold({ account: person.id, token: accessToken, until: clock.now() + lifeOf(accessToken) - marginMs })
    channel.post(held)
    ports.onPerson(person)
  }

  async function settleDebt(): Promise<boolean> {
    if (!(await device.facts.get(debt))) return true
    const reply = await send('/api/auth/logout', { method: 'POST' })
    if (reply.kind === 'unreachable' || (reply.kind === 'problem' && reply.problem.status >= 429)) return false
    await device.facts.delete(debt)
    return true
  }

  async function renew(): Promise<Token> {
    const mine = account
    return locks.hold('auth', async (): Promise<Token> => {
      const other = fresh()
      if (other) return { kind: 'token', token: other.token }
      if (mine === null || mine !== account) return { kind: 'sign-in' }
      // A sign-out that the server has not heard of: its cookie must never renew anything.
      if (await device.facts.get(debt)) return (await settleDebt()) ? needSignIn() : { kind: 'unreachable' }
      const reply = await send('/api/auth/refresh', { method: 'POST' })
      // A lost answer costs nothing: the server accepts the same cookie again.
      if (reply.kind === 'unreachable') return { kind: 'unreachable' }
      if (reply.kind === 'problem') return reply.problem.status === 401 ? needSignIn() : { kind: 'unreachable' }
      const opened = await ports.read(reply.body)
      if (!opened) return { kind: 'unreachable' }
      // Signed out, or in as somebody else, while the answer was on its way.
      if (mine !== account) return { kind: 'sign-in' }
      if (opened.account.id !== mine) return needSignIn()
      take(opened)
      return { kind: 'token', token: opened.accessToken }
    })
  }

  function needSignIn(): Token {
    ports.onSignInNeeded(true)
    return { kind: 'sign-in' }
  }

  return {
    of(next) {
      account = next
      if (held?.account !== next) held = null
    },
    async get() {
      const known = fresh()
      if (known) return { kind: 'token', token: known.token }
      if (account === null) return { kind: 'sign-in' }
      renewing ??= renew().finally(() => (renewing = undefined))
      return renewing
    },
    refused(token) {
      if (held?.token === token) held = null
    },
    begin: (path, body) =>
      locks.hold('auth', async (): Promise<Begun> => {
        if (!(await settleDebt())) return { ok: false, problem: null }
        const reply = await send(path, { method: 'POST', body })
        if (reply.kind === 'unreachable') return { ok: false, problem: null }
        if (reply.kind === 'problem') return { ok: false, problem: reply.problem }
        const opened = await ports.read(reply.body)
        if (!opened) return { ok: false, problem: null }
        take(opened)
        return { ok: true, person: opened.account }
      }),
    async end() {
      account = null
      held = null
      await device.facts.put({ key: debt, value: true })
      await locks.hold('auth', settleDebt)
    },
    settleDebt: () => locks.hold('auth', settleDebt),
  }
}

const isHeld = (message: unknown): message is Held =>
  typeof message === 'object' && message !== null && 'token' in message && 'until' in message && 'account' in message

/** How long a token lives by its own claims: the phone's clock may be wrong, the difference of two times is not. */
function lifeOf(token: string): number {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const claims: unknown = JSON.parse(atob(payload))
    if (typeof claims !== 'object' || claims === null || !('exp' in claims) || !('iat' in claims)) return shortLifeMs
    const seconds = Number(claims.exp) - Number(claims.iat)
    return seconds > 0 ? seconds * 1000 : shortLifeMs
  } catch {
    return shortLifeMs
  }
}
