// `npm start`: from a fresh clone to a running server with the demo network, in this very process.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')
process.chdir(root)

try {
  setup()
  const { build } = await import('./build.mjs')
  await build()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

process.setSourceMapsEnabled(true)
process.argv.push('--demo')
await import(pathToFileURL(join(root, 'sync-server/dist/main.js')).href)
