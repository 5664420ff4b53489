// `npm run simulate -- --seeds N [--seed S] [--steps K]`: the whole system in one process, against seeded faults.
import { spawnSync } from 'node:child_process'
import { bundleSimulation } from './bundle-simulation.mjs'

const { file } = await bundleSimulation()
const { status } = spawnSync(process.execPath, ['--enable-source-maps', file, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
