// The simulation's part of `npm test`: at least 300 seeds nobody has seen before, and all that once failed.
// Writes { passed, failed } to the file of the first argument.
import { writeFileSync } from 'node:fs'
import { bundleSimulation } from './bundle-simulation.mjs'
import { runSeeds, shares } from './simulate-many.mjs'

const out = process.argv[2]
const seeds = 300
const workers = 2
const first = Math.floor(Date.now() / 1000)
const counts = { passed: 0, failed: 0 }

console.log(`${seeds} fresh seeds from ${first}; again with: npm run simulate -- --seeds ${seeds} --seed ${first}`)
const { file } = await bundleSimulation()
const began = performance.now()
const hear = ({ seed, why, broken }) => {
  if (!broken) return void (counts.passed += 1)
  counts.failed += 1
  console.log(`Seed ${seed}${why ? ` (${why})` : ''} breaks ${broken.what}`)
  console.log(`  npm run simulate -- --seeds 1 --seed ${seed}`)
}
const runs = [
  ...shares(first, seeds, workers).map(({ first: seed, many }) => ['--seeds', String(many), '--seed', String(seed)]),
  ['--kept'],
]
for (const said of await Promise.all(runs.map((flags) => runSeeds(file, flags, hear)))) {
  if (said === '') continue
  counts.failed += 1
  console.log(said)
}
const seconds = (performance.now() - began) / 1000
console.log(`${counts.passed} seeds sound, ${counts.failed} not, in ${seconds.toFixed(0)} s`)
if (out !== undefined) writeFileSync(out, JSON.stringify(counts))
process.exit(counts.failed === 0 && counts.passed >= seeds ? 0 : 1)
