import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { must } from 'shared/base/result.ts'
import type { Person } from 'shared/identity/account.ts'
import { sessionAnswer } from 'shared/identity/account.ts'
import type { Membership } from 'shared/identity/roles.ts'
import { type Config, readConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { appoint } from '../identity/staff.ts'
import { type Log, makeLog } from '../log.ts'
import { openContext } from '../open.ts'
import { serve } from '../serve.ts'
import { seededBytes } from './seeded.ts'
import { dropTestDatabase, postgresUrl } from './test-database.ts'

/** 2026-11-24 08:00 UTC, a Tuesday. */
export const testStart = Date.UTC(2026, 10, 24, 8)

export interface TestServerOptions {
  /** Where the clock stands at first; it moves only by `clock.now`. */
  readonly start?: number
  readonly seed?: string
  readonly config?: Partial<Config>
  /** Use and keep this folder, for a server that is started again. */
  readonly dataDir?: string
}

/** A request: `body` is sent as JSON unless it is bytes or text. */
export interface Ask {
  readonly method?: string
  readonly body?: unknown
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON; the text when it is none. */
  readonly body: unknown
  /** `code` of a problem. */
  readonly code: string | undefined
  /** The body as a schema reads it; throws when it is something else. */
  read<S extends z.ZodType>(schema: S): z.infer<S>
  readonly cookie: string | undefined
}

export interface TestPerson extends Person {
  readonly token: string
  readonly cookie: string
  api(path: string, ask?: Ask): Promise<Answer>
}

export interface TestServer {
  readonly url: string
  readonly context: Context
  readonly dataDir: string
  /** Set `clock.now` to move the server's clock. */
  readonly clock: { now: number }
  /** Lines of the log so far. */
  readonly logged: string[]
  /** `path` without `/api`. */
  api(path: string, ask?: Ask): Promise<Answer>
  register(about?: { email?: string; name?: string; password?: string; phone?: string }): Promise<TestPerson>
  /** A person with roles. */
  staff(memberships: readonly Membership[], about?: { email?: string; name?: string }): Promise<TestPerson>
  close(): Promise<void>
}

const withCode = z.object({ code: z.string() })

export const testPassword = 'heron kettle 41 moss'

/** A whole server in this process: real database in a folder of its own, real socket, a clock that stands still. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'wayfare-server-'))
  const clock = { now: options.start ?? testStart }
  const logged: string[] = []
  const log: Log = makeLog({ level: 'debug', now: () => clock.now, write: (line) => void logged.push(line) })
  const usual = readConfig({})
  const limits = { ...usual.limits, address: 0, account: 0, intents: 0, signIn: 0 }
  const url = await postgresUrl(dataDir)
  const database = url === undefined ? null : { url, connections: 8 }
  const config: Config = { ...usual, port: 0, dataDir, database, logLevel: 'debug', limits, ...options.config }
  const random = seededBytes(options.seed ?? 'wayfare')
  const { context, close } = await openContext(config, { now: () => clock.now, random, log, passwordCost: 4 })
  const serving = await serve(context)
  let people = 0

  async function api(path: string, { method, body, token, headers }: Ask = {}): Promise<Answer> {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(`${serving.url}/api${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
    })
    const parsed = parse(await response.text())
    return {
      status: response.status,
      headers: response.headers,
      body: parsed,
      code: withCode.safeParse(parsed).data?.code,
      read: (schema) => schema.parse(parsed),
      cookie: response.headers.getSetCookie()[0]?.split(';')[0],
    }
  }

  function signedIn(answer: Answer): TestPerson {
    if (answer.status >= 300) throw new Error(`Signing in failed: ${JSON.stringify(answer.body)}`)
    const { account, accessToken: token } = answer.read(sessionAnswer)
    return {
      ...account,
      token,
      cookie: must(answer.cookie, 'cookie'),
      api: (path, ask) => api(path, { token, ...ask }),
    }
  }

  const fresh = () => ({
    email: `person${(people += 1)}@example.org`,
    name: `Person ${people}`,
    password: testPassword,
  })

  return {
    url: serving.url,
    context,
    dataDir,
    clock,
    logged,
    api,
    register: async (about = {}) => signedIn(await api('/auth/register', { body: { ...fresh(), ...about } })),
    async staff(memberships, about = {}) {
      const { password, ...account } = { ...fresh(), ...about }
      const hash = await context.passwords.hash(password)
      await context.db.transact((tx) => appoint(tx, { ...account, hash, memberships }, context.random))
      return signedIn(await api('/auth/login', { body: { email: account.email, password } }))
    },
    async close() {
      await serving.stop(500)
      await close()
      if (options.dataDir !== undefined) return
      await dropTestDatabase(dataDir)
      rmSync(dataDir, { recursive: true })
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
