// Installs what is missing, and only then: `npm ci` when packages are absent or the lockfile changed, and
// better-sqlite3's native part when it does not load. Plain JavaScript without packages: it runs before there are any.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')
const least = [20, 19]

/** What keeps the program from being set up, and what to do. */
export class SetupError extends Error {}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > least[0] || (major === least[0] && minor >= least[1])) return
  throw new SetupError(
    `Wayfare needs Node ${least.join('.')} or newer; this is ${process.versions.node}. Get one from https://nodejs.org.`,
  )
}

const npm = (args, env = {}) =>
  spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  })

function installPackages() {
  const stamp = join(root, 'node_modules/.wayfare-lock')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  if (isInstalled()) return writeFileSync(stamp, lock)
  console.error('Installing packages (npm ci) …')
  const { status, error } = npm(['ci', '--no-audit', '--no-fund'])
  if (status !== 0) {
    throw new SetupError(
      `npm ci failed${error ? ` (${error.message})` : ''}. The first install needs the network; the reason stands above.`,
    )
  }
  writeFileSync(stamp, lock)
}

/** Whether npm's own list of what it installed has all that the lockfile wants: then somebody ran npm by hand. */
function isInstalled() {
  const own = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(own)) return false
  const installed = JSON.parse(readFileSync(own, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, link, optional, peer }]) =>
      !path.startsWith('node_modules/') || link || optional || peer || installed[path]?.version === version,
  )
}

/** In a process of its own: a native part that does not fit this Node may take the process down. */
function sqliteLoads() {
  const test = "const S = require('better-sqlite3'); new S(':memory:').exec('select 1')"
  return spawnSync(process.execPath, ['-e', test], { cwd: join(root, 'sync-server'), encoding: 'utf8' })
}

function checkSqlite() {
  const stamp = join(root, 'node_modules/.wayfare-sqlite')
  const mark = `${process.version} ${process.platform} ${process.arch}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === mark) return
  if (sqliteLoads().status !== 0) buildSqlite()
  writeFileSync(stamp, mark)
}

function buildSqlite() {
  console.error('Preparing better-sqlite3 for this machine …')
  const attempts = [
    // Newer npm versions do not run install scripts unless told to.
    () => npm(['rebuild', 'better-sqlite3', '--ignore-scripts=false', '--foreground-scripts']),
    () => compile(),
  ]
  for (const attempt of attempts) {
    attempt()
    if (sqliteLoads().status === 0) return
  }
  const missing = ['g++', 'make', 'python3'].filter((tool) => spawnSync(tool, ['--version']).status !== 0)
  const advice =
    missing.length > 0
      ? `To compile it, ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing (Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}).`
      : 'The compiler’s own words stand above.'
  throw new SetupError(
    `better-sqlite3 does not load and could not be built.\n${sqliteLoads().stderr.split('\n')[4] ?? ''}\n${advice}`,
  )
}

/** With the headers that came with this Node, when they did: node-gyp would fetch them from the network otherwise. */
function compile() {
  const prefix = dirname(dirname(process.execPath))
  const headers = existsSync(join(prefix, 'include/node/node.h'))
  return npm(
    ['rebuild', 'better-sqlite3', '--ignore-scripts=false', '--foreground-scripts', '--build-from-source'],
    headers ? { npm_config_nodedir: prefix } : {},
  )
}

/** @throws SetupError */
export function setup() {
  checkNode()
  installPackages()
  checkSqlite()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    setup()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
