import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

export interface ProcessOptions {
  /** 0 takes any free one. */
  readonly port?: number
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Start the built server on a folder; resolves when it listens. */
export function startProcess(
  dataDir: string,
  { port = 0, args = [], env = {} }: ProcessOptions = {},
): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(join(root, 'sync-server/dist/main.js'), [...args], {
    cwd: root,
    execArgv: [],
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      LIMIT_ADDRESS: '0',
      LIMIT_ACCOUNT: '0',
      LIMIT_INTENTS: '0',
      LIMIT_SIGN_IN: '0',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended at its start with ${code}`)))
    child.on('message', (message: { ready?: string }) => {
      if (message.ready) resolve({ child, url: message.ready })
    })
  })
}

export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.removeAllListeners('exit')
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
