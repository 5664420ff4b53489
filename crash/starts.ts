import { join } from 'node:path'
import { auditOf } from './journal.ts'
import type { Scene } from './kills.ts'
import { startServer } from './server.ts'

/**
 * Servers that die while they make their database: whatever was half done, the next start finishes it.
 * @returns what is wrong.
 */
export async function dieAtTheStart({ bundle, folder, dice }: Scene, times: number): Promise<string[]> {
  const log = join(folder, 'starts.log')
  for (let time = 0; time < times; time += 1) {
    const dataDir = join(folder, `start-${time}`)
    const point = `${dice.pick(['in-statement', 'in-statement', 'before-commit', 'after-commit'])}`
    const at = `${point}:${1 + dice.under(point === 'in-statement' ? 150 : 6)}`
    const env = { CRASH_POINT: at, CRASH_DELAY: String(dice.under(1500)) }
    const first = startServer({ bundle, dataDir, log, env })
    await first.ready
    await first.kill()
    const second = startServer({ bundle, dataDir, log })
    const url = await second.ready
    await second.stop()
    if (url === undefined) return [`In ${dataDir} no server starts after one died ${at}; see ${log}`]
    const wrong = await auditOf(join(dataDir, 'wayfare.db'))
    if (wrong.length > 0) return [`In ${dataDir}, after one died ${at}:`, ...wrong]
  }
  return []
}
