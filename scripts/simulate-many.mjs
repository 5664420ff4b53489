// Seeds of the simulation in several processes at once, each reading along line by line.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { nodeFlags } from './bundle-simulation.mjs'

/**
 * Runs a bundle with these flags. `hear` gets each seed's result: { seed, why, tasks, digest, broken? }; when it
 * returns false the process is ended. @returns what it wrote to standard error, when it broke off.
 */
export function runSeeds(file, flags, hear) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...nodeFlags, file, '--json', ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    let enough = false
    child.stderr.on('data', (some) => (said = `${said}${some}`.slice(-4000)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (enough || !line.startsWith('{')) return
      if (hear(JSON.parse(line)) !== false) return
      enough = true
      child.kill('SIGKILL')
    })
    child.on('close', (code) => resolve(enough || code === 0 || code === 1 ? '' : said || `ended with ${code}`))
  })
}
