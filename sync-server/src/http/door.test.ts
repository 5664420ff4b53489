import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import Koa from 'koa'
import { statement } from '../db/statement.ts'
import { makeLog } from '../log.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { door } from './door.ts'
import { problemBody } from './problem.ts'
import type { AppState } from './types.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const pages = (most: number) => statement<object>((k) => k.raw(`pragma max_page_count = ${most}`))

test('[ID15] on a full disk the answer is 503 with a time to come back, and all works when there is room', async () => {
  const { db } = server.context
  const ona = await server.register()
  await db.transact((tx) => tx.all(pages(1), {}))
  const long = { name: 'x'.repeat(80) }
  const statuses: number[] = []
  for (let i = 0; i < 60; i += 1) {
    const answer = await server.api('/auth/register', {
      body: { email: `full${i}@example.org`, password: 'heron kettle 41 moss', ...long },
    })
    statuses.push(answer.status)
    if (answer.status === 503) {
      expect(answer.code).toBe('storage-unavailable')
      expect(answer.headers.get('retry-after')).toBe('5')
      break
    }
  }
  expect(statuses.at(-1)).toBe(503)
  expect((await ona.api('/auth/me')).status).toBe(200)
  await db.transact((tx) => tx.all(pages(1_000_000), {}))
  expect((await server.register()).name).toMatch(/^Person/)
})

test('[ID15] on a database that has become read-only the answer is 503, and what was stored can still be read', async () => {
  const frozen = await startTestServer({ seed: 'read-only' })
  const jonas = await frozen.register()
  const readOnly = statement<object>((k) => k.raw('pragma query_only = 1'))
  await frozen.context.db.transact((tx) => tx.run(readOnly, {}))
  const refused = await frozen.api('/auth/register', {
    body: { email: 'readonly@example.org', password: 'heron kettle 41 moss', name: 'Ona' },
  })
  expect(refused).toMatchObject({ status: 503, code: 'storage-unavailable' })
  expect((await jonas.api('/auth/me')).status).toBe(200)
  await frozen.close()
})

test('[ID14] an error of ours is told by a reference that the log explains, without stack or cause', async () => {
  const lines: string[] = []
  const log = makeLog({ level: 'info', now: () => 0, write: (line) => void lines.push(line) })
  const koa = new Koa<AppState>()
  koa.use(door(log))
  koa.use(() => {
    throw new TypeError('secret detail of the inside')
  })
  const listening = koa.listen(0)
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  const answer = await fetch(`http://127.0.0.1:${address.port}/`)
  const text = await answer.text()
  listening.close()
  const problem = problemBody.parse(JSON.parse(text))
  expect(problem).toMatchObject({ status: 500, code: 'internal', type: 'urn:wayfare:problem:internal' })
  expect(text).not.toContain('secret detail')
  expect(text).not.toContain('.ts')
  expect(lines.join('')).toContain(problem.reference)
  expect(lines.join('')).toContain('secret detail')
})

test('every answer forbids what the app does not need', async () => {
  for (const path of ['/healthz', '/buses/search', '/nowhere']) {
    const { headers } = await server.api(path)
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'",
    )
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toBeNull()
  }
})

test('a server reached over https says so for a year, and its cookie is bound to the host', async () => {
  const usual = server.context.config
  const secure = await startTestServer({
    config: { publicUrl: 'https://bus.example.org', secure: true, limits: usual.limits },
  })
  const answer = await secure.api('/auth/register', {
    body: { email: 'ona@example.org', password: 'heron kettle 41 moss', name: 'Ona' },
    headers: { origin: 'https://bus.example.org' },
  })
  await secure.close()
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000')
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^__Host-wayfare-refresh=.*; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
  )
})

test('attempts to sign in are counted per account and address, and one that succeeds is not', async () => {
  const limited = await startTestServer({ config: { limits: { ...server.context.config.limits, signIn: 3 } } })
  const ona = await limited.register()
  const login = (password: string, email = ona.email) => limited.api('/auth/login', { body: { email, password } })
  const right = 'heron kettle 41 moss'
  for (let i = 0; i < 6; i += 1) expect((await login(right)).status).toBe(200)
  const wrong = [await login('wrong one'), await login('wrong one'), await login('wrong one'), await login(right)]
  const other = await login(right, (await limited.register()).email)
  limited.clock.now += 15 * 60_000
  const later = await login(right)
  await limited.close()
  expect(wrong.map((answer) => answer.status)).toEqual([401, 401, 429, 429])
  expect(Number(wrong[3]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(other.status).toBe(200)
  expect(later.status).toBe(200)
})

test('requests of one account are counted apart from those of its address', async () => {
  const limited = await startTestServer({
    config: { limits: { ...server.context.config.limits, address: 4, account: 6 } },
  })
  const ona = await limited.register()
  const mine = await Promise.all(Array.from({ length: 8 }, () => ona.api('/auth/me')))
  const anyones = await Promise.all(Array.from({ length: 5 }, () => limited.api('/timetable')))
  await limited.close()
  expect(mine.filter(({ status }) => status === 429)).toHaveLength(2)
  expect(anyones.filter(({ code }) => code === 'too-many')).toHaveLength(2)
})

test('figures are for this machine or for the holder of the token', async () => {
  expect((await server.api('/metrics')).status).toBe(200)
  expect((await server.api('/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(404)
  const closed = await startTestServer({ config: { metricsToken: 'a long enough token' } })
  const answers = await Promise.all([closed.api('/metrics'), closed.api('/metrics', { token: 'a long enough token' })])
  await closed.close()
  expect(answers.map(({ status }) => status)).toEqual([404, 200])
  expect(answers[1]?.body).toContain('http_request_duration_seconds_count')
})

test('a request that breaks off in the middle is no fault of ours, and the next one is answered', async () => {
  const { port, hostname } = new URL(server.url)
  const status = await new Promise<number | undefined>((resolve) => {
    const broken = request({
      port,
      hostname,
      path: '/api/auth/login',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '50' },
    })
    broken.on('response', (response) => resolve(response.statusCode))
    broken.on('error', () => resolve(undefined))
    broken.write('{"email":')
    setTimeout(() => broken.destroy(), 50)
  })
  expect(status).toBeUndefined()
  expect((await server.api('/healthz')).status).toBe(200)
  expect(server.logged.some((line) => line.includes('request.failed'))).toBe(false)
})
