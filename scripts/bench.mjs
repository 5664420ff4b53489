// `npm run bench`: every figure, one after the other, on the built product. `npm run bench -- pack search` takes some of them.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')
process.chdir(root)
const all = ['first-screen', 'ticket-start', 'import', 'pack', 'search', 'bookings', 'beside']
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`No figure called ${unknown.join(', ')}. There are: ${all.join(', ')}.`)
  process.exit(2)
}

setup()
const { build } = await import('./build.mjs')
await build()
let failed = 0
for (const name of wanted.length > 0 ? wanted : all) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', `bench/${name}.ts`], { stdio: 'inherit' })
  if (status !== 0) {
    console.error(`bench/${name}.ts failed`)
    failed += 1
  }
}
process.exit(failed === 0 ? 0 : 1)
