import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'

let folder: string
let server: TestServer
const script = 'console.log("app")'.repeat(100)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-static-'))
  mkdirSync(join(folder, 'dist/assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'not for you')
  writeFileSync(join(folder, 'dist/index.html'), '<!doctype html><title>Wayfare</title>')
  writeFileSync(join(folder, 'dist/assets/main-abc123.js'), script)
  writeFileSync(join(folder, 'dist/assets/main-abc123.js.br'), brotliCompressSync(script))
  writeFileSync(join(folder, 'dist/assets/main-abc123.js.gz'), gzipSync(script))
  server = await startTestServer({ config: { staticDir: join(folder, 'dist') } })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** Without fetch, which would tidy the path up. */
function get(path: string, headers: Record<string, string> = {}) {
  const { port, hostname } = new URL(server.url)
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const asked = request({ port, hostname, path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('what bears the hash of its content is kept for ever, packed as the browser likes it', async () => {
  const path = '/assets/main-abc123.js'
  const br = await get(path, { 'accept-encoding': 'gzip, br' })
  expect(br.headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'text/javascript; charset=utf-8' })
  expect(br.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect((await get(path, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip')
  const plain = await get(path)
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.text).toBe(script)
})

test('the page itself is asked for again, and answered in a word when it is the same', async () => {
  const first = await get('/')
  expect(first.headers['cache-control']).toBe('no-cache')
  const again = await get('/', { 'if-none-match': String(first.headers['etag']) })
  expect([again.status, again.text]).toEqual([304, ''])
})

test('an address the app draws gets the page; a missing file and an unknown call do not', async () => {
  const html = { accept: 'text/html,*/*' }
  expect((await get('/departures/demo%3A12.5%4020261124/seats', html)).text).toContain('<title>Wayfare')
  expect((await get('/assets/gone.js', html)).status).toBe(404)
  expect((await get('/api/nowhere', html)).headers['content-type']).toContain('application/problem+json')
  expect((await get('/trips')).status).toBe(404)
})

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '//secret.txt',
  '/assets/main-abc123.js%00.html',
])('the address %s leads nowhere', async (path) => {
  const answer = await get(path)
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.text).not.toContain('not for you')
})
