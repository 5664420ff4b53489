import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sessionAnswer } from 'shared/identity/account.ts'
import { must } from 'shared/base/result.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { dropTestDatabase, postgresUrl } from './testing/test-database.ts'

/** The program as it runs, twice, on one database and one DATA_DIR. */

let folder: string
const running: ChildProcess[] = []
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wayfare-main-'))))
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  await dropTestDatabase(folder)
  rmSync(folder, { recursive: true, force: true })
})

const ready = z.object({ ready: z.string() })

/** @returns its address, once it serves. */
function start(env: Record<string, string>, args: string[] = []): Promise<{ url: string; child: ChildProcess }> {
  return new Promise((resolve, reject) => {
    const main = join(import.meta.dirname, 'main.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
      env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    running.push(child)
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('message', (message) => resolve({ url: ready.parse(message).ready, child }))
    child.once('exit', (code) => reject(new Error(`Ended with ${code}: ${said}`)))
  })
}

async function ask(url: string, path: string, about: { body?: object; token?: string } = {}): Promise<Response> {
  return fetch(`${url}/api${path}`, {
    method: about.body ? 'POST' : 'GET',
    headers: {
      'content-type': 'application/json',
      ...(about.token !== undefined && { authorization: `Bearer ${about.token}` }),
    },
    ...(about.body && { body: JSON.stringify(about.body) }),
  })
}

const feeds = z.object({ feeds: z.number() })

test(
  'two processes that start at once on an empty database serve one Wayfare, and one of them may go',
  { timeout: 120_000 },
  async () => {
    const env = { DATABASE_URL: must(await postgresUrl(folder), 'database') }
    const [first, second] = await Promise.all([start(env, ['--demo']), start(env)])
    const person = { email: 'ona@example.org', name: 'Ona', password: 'heron kettle 41 moss' }
    const registered = await ask(first.url, '/auth/register', { body: person })
    const { accessToken: token } = sessionAnswer.parse(await registered.json())
    expect((await ask(second.url, '/auth/me', { token })).status).toBe(200)
    expect((await ask(second.url, '/auth/register', { body: person })).status).toBe(409)
    // The second looks for timetables each second.
    const has = async (): Promise<boolean> => feeds.parse(await (await ask(second.url, '/readyz')).json()).feeds > 0
    await expect.poll(has, { timeout: 10_000 }).toBe(true)
    first.child.kill('SIGTERM')
    await new Promise((resolve) => first.child.once('exit', resolve))
    expect((await ask(second.url, '/auth/me', { token })).status).toBe(200)
  },
)

test('a database that cannot be reached stops the start, names its variable, and keeps the password to itself', async () => {
  const failed = start({ DATABASE_URL: 'postgres://wayfare:hunter2@127.0.0.1:1/wayfare' })
  await expect(failed).rejects.toThrow(/Ended with 2:[^]*DATABASE_URL cannot be used/)
  await failed.catch((error: unknown) => expect(String(error)).not.toContain('hunter2'))
})
