import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Start the built server on a folder; resolves when it listens. */
export function startProcess(
  dataDir: string,
  port: number,
  args: string[] = [],
): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(join(root, 'sync-server/dist/main.js'), args, {
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
