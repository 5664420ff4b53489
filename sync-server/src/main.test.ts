import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sessionAnswer } from 'shared/identity/account.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { timetableAnswer } from './timetable/answers.ts'

/** The program as it runs: bundled, in a process of its own. Built within the project, where its packages are found. */
const root = join(import.meta.dirname, '../..')
const bundle = join(root, `.cache/main-test-${process.pid}`)
let folder: string
const running = new Set<ChildProcess>()
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-main-'))
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), '--server-to', bundle], { stdio: 'pipe' })
})
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  for (const made of [folder, bundle]) rmSync(made, { recursive: true, force: true })
})

interface Run {
  /** Resolves with all that was written when `text` appears in it. */
  says(text: string): Promise<string>
  /** Exit code and all that was written. */
  readonly ended: Promise<{ code: number | null; text: string }>
  kill(signal: NodeJS.Signals): void
}

function start(env: Record<string, string>, args: string[] = []): Run {
  const child = spawn(process.execPath, [join(bundle, 'main.js'), ...args], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let text = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      for (const look of waiting) look()
    })
  }
  const ended = new Promise<{ code: number | null; text: string }>((resolve) =>
    child.on('close', (code) => {
      running.delete(child)
      resolve({ code, text })
    }),
  )
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    says: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => text.includes(wanted) && resolve(text)
        waiting.add(look)
        look()
        void ended.then(() => reject(new Error(`Ended without saying ${wanted}: ${text}`)))
      }),
  }
}

const urlIn = (text: string): string => /"url":"(http:[^"]+)"/.exec(text)?.[1] ?? ''

test(
  'a server starts with the demo, stops when told, and keeps its data and accounts',
  { timeout: 120_000 },
  async () => {
    const first = start({}, ['--demo'])
    const text = await first.says('Stop it with Ctrl+C')
    const file = join(folder, 'data/demo-accounts.txt')
    const accounts = readFileSync(file, 'utf8')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(text).toContain(accounts)
    const [, email, password] = /conductor\s+(\S+)\s+(\S+)/.exec(accounts) ?? []
    const login = (url: string) =>
      fetch(`${url}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
    const answer = await login(urlIn(text))
    const { account } = sessionAnswer.parse(await answer.json())
    expect(account.roles).toEqual(['passenger', 'conductor'])
    expect(account.memberships).toHaveLength(2)
    const timetable = timetableAnswer.parse(await (await fetch(`${urlIn(text)}/api/timetable`)).json())
    expect(timetable.packs.map(({ feed }) => feed)).toEqual(['demo'])
    first.kill('SIGTERM')
    expect((await first.ended).code).toBe(0)

    const second = start({}, ['--demo'])
    const again = await second.says('Stop it with Ctrl+C')
    expect(again).toContain(accounts)
    expect(again).not.toContain('demo.loaded')
    expect((await login(urlIn(again))).status).toBe(200)
    second.kill('SIGINT')
    expect((await second.ended).code).toBe(0)
  },
)

test('a server reached over https makes no demo accounts', { timeout: 120_000 }, async () => {
  const dataDir = join(folder, 'secure')
  const server = start({ DATA_DIR: dataDir, PUBLIC_URL: 'https://bus.example.org' }, ['--demo'])
  expect(await server.says('Stop it with Ctrl+C')).toContain('No demo accounts')
  expect(() => statSync(join(dataDir, 'demo-accounts.txt'))).toThrow()
  server.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
})

test('what cannot work stops the start, is named, and is no stack', { timeout: 120_000 }, async () => {
  writeFileSync(join(folder, 'a-file'), '')
  const broken = join(folder, 'broken')
  mkdirSync(broken)
  writeFileSync(join(broken, 'wayfare.db'), 'this is no database, however long it may be'.repeat(100))
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = address !== null && typeof address === 'object' ? String(address.port) : ''
  const cases: [Record<string, string>, string][] = [
    [{ PORT: 'http' }, 'PORT must be a whole number'],
    [{ PORT: port }, `PORT ${port} is in use`],
    [{ HOST: '203.0.113.77' }, 'HOST 203.0.113.77 is no address of this machine'],
    [{ DATA_DIR: join(folder, 'a-file') }, 'is a file: name a folder'],
    [{ DATA_DIR: broken }, 'wayfare.db cannot be opened (SQLITE_NOTADB)'],
    [{ DATA_DIR: '/proc/wayfare' }, 'DATA_DIR /proc/wayfare cannot be written to'],
  ]
  const ends = await Promise.all(cases.map(([env]) => start(env).ended))
  ends.forEach(({ code, text }, i) => {
    expect(text).toContain(cases[i]?.[1])
    expect(text).not.toContain('    at ')
    expect(code).toBe(2)
  })
  taken.close()
})
