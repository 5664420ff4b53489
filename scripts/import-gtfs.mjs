// `npm run import-gtfs -- FEED.zip`: installs what is missing, then runs the import from its source.
import { resolve } from 'node:path'
import { setup } from './setup.mjs'

try {
  setup()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

// npm runs scripts in the project's folder; paths are meant from where the person stands.
const from = process.env.INIT_CWD ?? process.cwd()
process.chdir(resolve(import.meta.dirname, '..'))
const { tsImport } = await import('tsx/esm/api')
const { importCommand } = await tsImport('./import-gtfs.ts', import.meta.url)
process.exitCode = await importCommand(process.argv.slice(2), { from, env: process.env })
