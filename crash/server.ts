import { type ChildProcess, fork } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

export interface ServerOptions {
  /** The built server's folder. */
  readonly bundle: string
  readonly dataDir: string
  /** Where what it says is kept. */
  readonly log: string
  /** For crash/points.mjs and crash/disk.c. */
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningServer {
  /** Its address; undefined when it died before it listened. */
  readonly ready: Promise<string | undefined>
  readonly ended: Promise<void>
  /** Power off. */
  kill(): Promise<void>
  /** As an operator stops it. */
  stop(): Promise<void>
}

const message = z.object({ ready: z.string() })

/** No limits of requests or seats: this is about what is kept. */
const generous = {
  PORT: '0',
  LOG_LEVEL: 'warn',
  LIMIT_ADDRESS: '0',
  LIMIT_ACCOUNT: '0',
  LIMIT_INTENTS: '0',
  LIMIT_SIGN_IN: '0',
  MAX_SEATS_PER_DEPARTURE: '1000',
  MAX_UNPAID_BOOKINGS: '1000000',
  // So that some holds expire while one watches.
  HOLD_MINUTES: '1',
}

/** The built server in a process of its own, with the wrapped driver. */
export function startServer({ bundle, dataDir, log, env = {} }: ServerOptions): RunningServer {
  const points = pathToFileURL(join(import.meta.dirname, 'points.mjs')).href
  const child = fork(join(bundle, 'main.js'), [], {
    execArgv: ['--import', points],
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, ...generous, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => appendFileSync(log, text))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const ready = new Promise<string | undefined>((resolve) => {
    child.on('message', (said) => resolve(message.safeParse(said).data?.ready))
    void ended.then(() => resolve(undefined))
  })
  const end = (signal: NodeJS.Signals) => {
    if (isAlive(child)) child.kill(signal)
    return ended
  }
  return { ready, ended, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null
