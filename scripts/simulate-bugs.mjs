// `npm run simulate:bugs [-- --bug NAME,NAME --seeds N --seed S --workers W --without A,B]`: seeded bugs, each in a copy of the sources
// as they are read; which of them the simulation sees, by which invariant, and in how many seeds.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { bundleSimulation } from './bundle-simulation.mjs'
import { runSeeds } from './simulate-many.mjs'

const root = join(import.meta.dirname, '..')
const usage =
  'Usage: npm run simulate:bugs -- [--bug NAME,NAME] [--seeds N] [--seed S] [--workers W] [--part K/N] [--without A,B] [--check]'
/** That something threw is no proof that a watcher saw anything. */
const accidents = ['SM0', 'SM23']

function fail(message) {
  console.error(`${message}\n${usage}`)
  process.exit(2)
}

const asked = { bug: [], seeds: 400, seed: 1, workers: 2, check: false, part: [1, 1], without: [] }
const rest = process.argv.slice(2)
for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
  if (flag === '--check') asked.check = true
  else if (flag === '--bug') asked.bug = (rest.shift() ?? fail('--bug takes names with commas.')).split(',')
  else if (flag === '--without')
    asked.without = ['--without', rest.shift() ?? fail('--without takes a list with commas.')]
  else if (flag === '--part') {
    const [, part, parts] =
      /^(\d+)\/(\d+)$/.exec(rest.shift() ?? '') ?? fail('--part takes one of several, such as 1/3.')
    asked.part = [Number(part), Number(parts)]
  } else if (['--seeds', '--seed', '--workers'].includes(flag)) {
    const text = rest.shift() ?? ''
    if (!/^\d{1,9}$/.test(text)) fail(`${flag} takes a whole number, not ${text || 'nothing'}.`)
    asked[flag.slice(2)] = Number(text)
  } else fail(`There is no flag ${flag}.`)
}

const list = await build({
  entryPoints: [join(root, 'simulation/bugs/all.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
})
const { bugs } = await import(`data:text/javascript;base64,${Buffer.from(list.outputFiles[0].text).toString('base64')}`)
const names = bugs.map(({ name }) => name)
const unknown = asked.bug.find((name) => !names.includes(name))
if (unknown !== undefined) fail(`There is no bug ${unknown}. There are: ${names.join(', ')}.`)
const [part, parts] = asked.part
const chosen = bugs.filter(({ name }, i) =>
  asked.bug.length === 0 ? i % parts === part - 1 : asked.bug.includes(name),
)

/** A patch applies where its text stands exactly once. */
const stale = bugs.flatMap(({ name, patches }) =>
  patches
    .filter(
      ({ file, find }) =>
        !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8').split(find).length !== 2,
    )
    .map(({ file, find }) => `${name}: ${file} has not, or not once: ${find}`),
)
if (stale.length > 0) {
  console.error(`${stale.length} patches no longer apply:\n${stale.join('\n')}`)
  process.exit(1)
}
if (asked.check) {
  console.log(`${bugs.length} bugs, all of which apply`)
  process.exit(0)
}

/** The first of these seeds that breaks something: { seed, rule } or { said } or nothing. */
async function firstBroken(file, seed, seeds) {
  let found
  const hear = ({ seed: at, broken }) => {
    if (found === undefined && broken) found = { seed: Number(at), rule: broken.rule, what: broken.what }
    return found === undefined
  }
  const said = await runSeeds(
    file,
    ['--once', '--seeds', String(seeds), '--seed', String(seed), ...asked.without],
    hear,
  )
  return found ?? (said === '' ? undefined : { said })
}

/**
 * Seeds in their order, until one shows the bug: it breaks an invariant with it, and none without it.
 * @returns { seeds, caught?: { seed, rule, what }, notes }
 */
async function hunt(file, sound) {
  const end = asked.seed + asked.seeds
  const notes = []
  for (let next = asked.seed; next < end;) {
    const found = await firstBroken(file, next, end - next)
    if (found === undefined) break
    if (found.said !== undefined) return { seeds: next - asked.seed, notes: [...notes, found.said.slice(0, 400)] }
    next = found.seed + 1
    if (accidents.includes(found.rule)) notes.push(`${found.rule} in seed ${found.seed}: ${found.what.slice(0, 200)}`)
    else if (await firstBroken(sound, found.seed, 1)) notes.push(`seed ${found.seed} breaks something without it too`)
    else return { seeds: next - asked.seed, caught: found, notes }
  }
  return { seeds: asked.seeds, notes }
}

const { file: sound, folder: soundFolder } = await bundleSimulation('main', [], join(root, '.cache/simulation', `sound-${process.pid}`)) // prettier-ignore
const results = []
async function work(waiting) {
  for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) {
    const began = performance.now()
    const { file, folder } = await bundleSimulation('main', bug.patches)
    const { seeds, caught, notes } = await hunt(file, sound)
    rmSync(folder, { recursive: true, force: true })
    const seconds = ((performance.now() - began) / 1000).toFixed(0)
    results.push({ name: bug.name, seeds, caught })
    const result = caught
      ? `caught by ${caught.rule} in ${seeds} seed${seeds === 1 ? '' : 's'}`
      : `NOT CAUGHT in ${seeds} seeds`
    console.log(`${bug.name.padEnd(32)} ${result}, ${seconds} s`)
    for (const note of new Set(notes)) console.log(`  ${note}`)
  }
}
const waiting = [...chosen]
try {
  await Promise.all(Array.from({ length: Math.max(1, asked.workers) }, () => work(waiting)))
} finally {
  rmSync(soundFolder, { recursive: true, force: true })
}

const found = results.filter(({ caught }) => caught).map(({ seeds }) => seeds)
found.sort((a, b) => a - b)
const median = found[Math.floor(found.length / 2)] ?? 0
console.log(`${found.length} of ${chosen.length} bugs caught; median ${median} seeds, most ${found.at(-1) ?? 0}`)
process.exit(found.length === chosen.length ? 0 : 1)
