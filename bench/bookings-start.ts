import { fork } from 'node:child_process'
import type { Ready } from './bookings-server.ts'
import { built } from './built.ts'

export interface Server extends Ready {
  end(): void
}

/** Start the server of the bench, with its data in a folder. */
export async function startServer(folder: string, people: number, commits: 'grouped' | 'each'): Promise<Server> {
  const child = fork(await built('bookings-server'), [folder, String(people), commits])
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('message', (message: Ready) => resolve(message))
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}`)))
  })
  return {
    ...ready,
    end() {
      child.removeAllListeners('exit')
      child.kill('SIGKILL')
    },
  }
}
