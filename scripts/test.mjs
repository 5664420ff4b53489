// All tests: types, lint with the walls, unit and integration tests, browser stories. Installs what is missing.
// The last line of the output counts the tests. `npm test -- --skip-stories` leaves the browser out.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
process.chdir(root)
const cache = '.cache/test'
rmSync(cache, { recursive: true, force: true })
mkdirSync(cache, { recursive: true })

const known = new Set(['--skip-stories'])
const unknown = process.argv.slice(2).filter((flag) => !known.has(flag))
if (unknown.length > 0) fail(`Unknown flag ${unknown.join(' ')}. Known: ${[...known].join(' ')}.`)

function fail(message) {
  console.error(message)
  console.log('0 passed, 1 failed, 0 skipped')
  process.exit(1)
}

/** Runs a command with its output shown; true when it succeeded. */
function run(title, command, args, env = {}) {
  console.log(`\n== ${title}`)
  const started = Date.now()
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  console.log(`== ${title}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(0)} s`)
  return status === 0
}

/** The same for a program of a package. */
const tool = (title, file, args, env) => run(title, process.execPath, [join('node_modules', file), ...args], env)

const json = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)

const counts = { passed: 0, failed: 0, skipped: 0 }
/** A step that is no test of its own: it counts only when it fails. */
const check = (ok) => {
  if (!ok) counts.failed += 1
}

if (!run('Install', process.execPath, ['scripts/setup.mjs'])) fail('The install step failed; see above.')

for (const project of ['shared', 'sync-server', 'pwa', 'simulation'])
  check(tool(`Types of ${project}`, 'typescript/bin/tsc', ['-p', project]))
check(tool('Lint with the walls', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']))

const vitest = join(cache, 'vitest.json')
const vitestOk = tool('Unit and integration tests', 'vitest/vitest.mjs', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${vitest}`,
])
const units = json(vitest)
if (units) {
  counts.passed += units.numPassedTests
  counts.failed += units.numFailedTests
  counts.skipped += units.numPendingTests + units.numTodoTests
  if (!vitestOk && units.numFailedTests === 0) counts.failed += 1
} else check(false)

const simulation = join(cache, 'simulation.json')
const simulated = run('Simulation: fresh seeds, and those that failed once', process.execPath, [
  'scripts/simulate-test.mjs',
  simulation,
])
const seeds = json(simulation)
counts.passed += seeds?.passed ?? 0
counts.failed += seeds?.failed ?? 0
if (!simulated && !seeds?.failed) check(false)

if (!process.argv.includes('--skip-stories')) {
  const built = run('Build', process.execPath, ['scripts/build.mjs'])
  check(built)
  if (built) stories()
}

function stories() {
  const found = spawnSync(process.execPath, ['scripts/chromium.mjs'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (found.status !== 0) return check(false)
  const report = join(cache, 'stories.json')
  const ok = tool('Browser stories', '@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    CHROMIUM_PATH: found.stdout.trim(),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  })
  const stats = json(report)?.stats
  if (!stats) return check(false)
  counts.passed += stats.expected + stats.flaky
  counts.failed += stats.unexpected
  counts.skipped += stats.skipped
  if (!ok && stats.unexpected === 0) counts.failed += 1
}

console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1)
