// Runs a command written in TypeScript: installs what is missing, then hands it the arguments and where the person stands.
import { resolve } from 'node:path'
import { setup } from './setup.mjs'

/**
 * @param {string} module Path of the module, from this folder.
 * @param {string} name Its exported command: (args, { from, env }) => Promise<exit code>.
 */
export async function runTypeScript(module, name) {
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
  const command = (await tsImport(module, import.meta.url))[name]
  process.exitCode = await command(process.argv.slice(2), { from, env: process.env })
}
