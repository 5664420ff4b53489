// The simulation's part of `npm test`: at least 300 seeds that are new with each change of the sources, so that a run can be
// made again as it was; and all that once failed.
// `node scripts/simulate-test.mjs [FILE [SEEDS]]` writes { passed, failed } to the file.
import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleSimulation, nodeFlags } from './bundle-simulation.mjs'
import { seedOfSources } from './seed-of-sources.mjs'

const [out, asked = '300'] = process.argv.slice(2)
const seeds = Number(asked)
const workers = 2
/** One seed in so many runs twice, to see that it has one history. */
const twice = 100
const first = seedOfSources(join(import.meta.dirname, '..'))
const counts = { passed: 0, failed: 0 }

console.log(`${seeds} fresh seeds from ${first}; again with: npm run simulate -- --seeds ${seeds} --seed ${first}`)
const { file } = await bundleSimulation('dealt')
const began = performance.now()
const fresh = Array.from({ length: seeds }, (_, i) => ({
  kind: 'fresh',
  seed: String(first + i),
  twice: i % twice === twice - 1,
}))
let kept

/** The next to be run: first those that are kept. */
const next = () => kept.shift() ?? fresh.shift()

function hear({ seed, why, replay, broken }) {
  if (!broken) return void (counts.passed += 1)
  counts.failed += 1
  console.log(`Seed ${seed}${why ? ` (${why})` : ''} breaks ${broken.rule}: ${broken.what}`)
  console.log(`  ${replay}`)
}

/** A process that is dealt one seed after another. */
const worker = () =>
  new Promise((resolve) => {
    const child = fork(file, { execArgv: nodeFlags, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    let under
    const deal = () => {
      under = next()
      if (under) child.send(under)
      else child.disconnect()
    }
    child.on('message', (told) => {
      if ('seed' in told) hear(told)
      else kept ??= Array.from({ length: told.kept }, (_, at) => ({ kind: 'kept', at }))
      deal()
    })
    child.on('exit', (code, signal) => {
      if (under || code !== 0) {
        counts.failed += 1
        console.log(`A process ended with ${signal ?? code}, at ${JSON.stringify(under)}`)
      }
      resolve()
    })
  })

await Promise.all(Array.from({ length: workers }, worker))
const seconds = (performance.now() - began) / 1000
console.log(`${counts.passed} seeds sound, ${counts.failed} not, in ${seconds.toFixed(0)} s`)
if (out !== undefined) writeFileSync(out, JSON.stringify(counts))
process.exit(counts.failed === 0 && counts.passed >= seeds ? 0 : 1)
