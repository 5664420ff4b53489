import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeStoryFeed } from './feed.ts'

const root = join(import.meta.dirname, '..')

export const staff = {
  conductor: { email: 'conductor@moorland.example', password: 'grey heron over moor 7' },
  operator: { email: 'operator@moorland.example', password: 'brown owl under bridge 9' },
}
export const passengerPassword = 'small boats at dusk 12'

function run(args: string[], dataDir: string, env: Record<string, string> = {}): void {
  execFileSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, INIT_CWD: root, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** A data folder with the story network imported and two people of staff. @returns its path. */
export function makeStoryData(folder: string): string {
  const feed = writeStoryFeed(join(folder, 'feed'), new Date())
  const dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  run(['scripts/import-gtfs.mjs', feed, '--feed', 'moor'], dataDir)
  for (const [role, { email, password }] of Object.entries(staff)) {
    run(['scripts/account.mjs', '--email', email, '--role', role, '--agency', 'moor:moor'], dataDir, {
      ACCOUNT_PASSWORD: password,
    })
  }
  return dataDir
}
