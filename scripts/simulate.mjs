// `npm run simulate -- --seeds N [--seed S] [--steps K]`: the whole system in one process, with seeded faults.
// See docs/simulation.md.
import { spawnSync } from 'node:child_process'
import { bundleSimulation, nodeFlags } from './bundle-simulation.mjs'

const { file } = await bundleSimulation()
const { status } = spawnSync(process.execPath, [...nodeFlags, file, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(status ?? 1)
