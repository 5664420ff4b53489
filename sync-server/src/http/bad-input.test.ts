import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'
import { problemBody } from './problem.ts'

/** Every route that openapi.json names, against everything a request can be but good. */
let server: TestServer
let ona: TestPerson
let routes: Route[]

interface Route {
  readonly method: string
  readonly path: string
  readonly fields: string[] | undefined
  readonly needsAccount: boolean
  readonly needsBody: boolean
}

const document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        security: z.array(z.unknown()).optional(),
        requestBody: z
          .object({
            required: z.boolean(),
            content: z.object({ 'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }) }),
          })
          .optional(),
      }),
    ),
  ),
})

beforeAll(async () => {
  server = await startTestServer()
  ona = await server.staff([
    { agency: 'demo:coast', role: 'conductor' },
    { agency: 'demo:coast', role: 'operator' },
  ])
  const { paths } = (await server.api('/openapi.json')).read(document)
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody, security }]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api', ''),
      needsAccount: security !== undefined,
      needsBody: requestBody?.required === true,
      fields: requestBody && Object.keys(Object(requestBody.content['application/json'].schema['properties'])),
    })),
  )
})
afterAll(() => server.close())

interface Sent {
  readonly status: number
  readonly code: string | undefined
}

/** Only the head of an answer is waited for: some answers are streams that do not end. */
async function send(
  route: Route,
  how: {
    path?: string
    body?: string | Uint8Array<ArrayBuffer>
    headers?: Record<string, string>
    token?: string | null
  },
): Promise<Sent> {
  const { path = route.path.replace(/\{\w+\}/g, 'x'), body, headers = {}, token = ona.token } = how
  const stop = new AbortController()
  const response = await fetch(`${server.url}/api${path}`, {
    method: route.method,
    signal: stop.signal,
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && route.method !== 'GET' && { body }),
  })
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true
  const code = isProblem ? problemBody.parse(await response.json()).code : undefined
  stop.abort()
  if (response.status >= 400)
    expect(code, `${route.method} ${path} answered ${response.status} without a problem`).toBeDefined()
  return { status: response.status, code }
}

const json = { 'content-type': 'application/json' }
const named = (route: Route) => `${route.method} ${route.path}`

test('every room is there to be tried', () => {
  const names = routes.map(named)
  for (const path of ['POST /sync', 'POST /bookings', 'GET /buses/search', 'POST /auth/login', 'PATCH /users/me'])
    expect(names).toContain(path)
})

describe('[ID13] a body that cannot be read is refused by every route that takes one', () => {
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 32))
  test.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>, number, string]>([
    ['broken JSON', '{"a":', json, 400, 'broken-json'],
    ['no body', '', json, 400, 'broken-json'],
    ['half a UTF-8 letter', new Uint8Array([0x22, 0xc3, 0x22]), json, 400, 'broken-json'],
    ['a thousand brackets', '['.repeat(1000) + ']'.repeat(1000), json, 400, 'broken-json'],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'wrong-content-type'],
    ['plain text', '{}', { 'content-type': 'text/plain' }, 415, 'wrong-content-type'],
    ['brotli', '{}', { ...json, 'content-encoding': 'br' }, 415, 'wrong-content-encoding'],
    ['broken gzip', 'not gzip at all', { ...json, 'content-encoding': 'gzip' }, 400, 'broken-gzip'],
    [
      'half a gzip',
      new Uint8Array(gzipSync('{"a":1}').subarray(0, 12)),
      { ...json, 'content-encoding': 'gzip' },
      400,
      'broken-gzip',
    ],
    ['a gzip bomb', new Uint8Array(bomb), { ...json, 'content-encoding': 'gzip' }, 413, 'body-too-large'],
    ['300 KiB', `{"a":"${'x'.repeat(300 * 1024)}"}`, json, 413, 'body-too-large'],
    ['a list', '[]', json, 422, 'invalid'],
    ['null', 'null', json, 422, 'invalid'],
    ['a number', '1e999', json, 422, 'invalid'],
    ['an unknown field', '{"__proto__":{"admin":true},"constructor":1,"surprise":1}', json, 422, 'invalid'],
  ])('%s', async (_, body, headers, status, code) => {
    for (const route of routes.filter(({ fields }) => fields !== undefined)) {
      // Some routes can be asked without a body.
      if (body === '' && !route.needsBody) continue
      // Some routes ask for a header first; that is a refusal as good.
      const sent = await send(route, { body, headers: { ...headers, 'idempotency-key': 'a'.repeat(32) } })
      expect([named(route), sent.status, sent.code]).toEqual([named(route), status, code])
    }
  })
})

test('[ID13] fields of any type and content never give a 5xx', async () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      '\u0000',
      '\ud800',
      "' or 1=1 --",
      '../../etc/passwd',
      '9'.repeat(400),
      -1,
      1e308,
      2 ** 53,
      '',
      ' ',
      [],
      {},
      null,
    ),
  )
  for (const route of routes) {
    const { fields } = route
    if (!fields) continue
    const bodies = fc.record(Object.fromEntries(fields.map((field) => [field, odd])), { requiredKeys: [] })
    for (const body of fc.sample(bodies, { numRuns: 40, seed: 20261124 })) {
      const sent = await send(route, {
        body: JSON.stringify(body),
        headers: { ...json, 'idempotency-key': 'a'.repeat(32) },
      })
      expect(sent.status, `${named(route)} ${JSON.stringify(body)} ${sent.code}`).toBeLessThan(500)
    }
  }
})

test.each([
  '%00',
  '%ff',
  '%',
  '%zz',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '__proto__',
  'constructor',
  'a'.repeat(400),
  '%F0%9F%9A%8C',
  "'%20or%201=1",
  'demo%3Ax@20261124',
  'demo%3Ax@99999999',
  'a'.repeat(32),
  '0',
  '-1',
  '%0d%0aSet-Cookie:x=1',
])('[ID13] the id %s in an address gives an answer below 500', async (id) => {
  for (const route of routes.filter(({ path, method }) => path.includes('{') && method !== 'DELETE')) {
    const sent = await send(route, { path: route.path.replace(/\{\w+\}/g, id), body: '{}', headers: json })
    expect(sent.status, `${named(route)} ${id}`).toBeGreaterThanOrEqual(400)
    expect(sent.status, `${named(route)} ${id}`).toBeLessThan(500)
  }
})

test.each([
  'surprise=1',
  'from=a&from=b',
  'from[]=1',
  'date=2026-02-30',
  'date=99999-01-01',
  'passengers=-1',
  'passengers=1e9',
  'query=%00',
  'query=%ff',
  `query=${'x'.repeat(5000)}`,
  'query=%',
  'from=demo%3Ax&to=demo%3Ax&date=2026-11-24',
  'limit=NaN',
  '__proto__=1',
  'board=0&alight=x',
  'day=20261399',
])('[ID13] the query %s gives no 5xx', async (query) => {
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const sent = await send(route, { path: `${route.path.replace(/\{\w+\}/g, 'x')}?${query}` })
    expect(sent.status, `${named(route)} ${query} ${sent.code}`).toBeLessThan(500)
  }
})

test('[ID7] without a token, or with one that is no good, no account route does anything', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub: ona.id, sid: 'b'.repeat(32), iss: 'wayfare', aud: 'wayfare-api', exp: 4e9 }
  const bad: [string | null, string][] = [
    [null, 'no-token'],
    ['garbage', 'token-invalid'],
    [`${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`, 'token-invalid'],
    [`${ona.token.slice(0, -3)}abc`, 'token-invalid'],
    ['x'.repeat(5000), 'token-invalid'],
  ]
  const closed = routes.filter((route) => route.needsAccount)
  expect(closed.length).toBeGreaterThan(8)
  for (const route of closed) {
    for (const [token, code] of bad) {
      const sent = await send(route, { token, body: '{}', headers: json })
      expect([named(route), sent.status, sent.code]).toEqual([named(route), 401, code])
    }
  }
})

test('[ID13] an address nobody knows, and a method it does not know, are told apart', async () => {
  expect((await server.api('/nowhere')).code).toBe('no-such-address')
  const wrong = await server.api('/auth/login')
  expect([wrong.status, wrong.code]).toEqual([405, 'wrong-method'])
})

test('[ID14] nothing of all this reached the log as a fault of ours, and no stack left the house', async () => {
  expect(server.logged.filter((line) => line.includes('"request.failed"'))).toEqual([])
})
