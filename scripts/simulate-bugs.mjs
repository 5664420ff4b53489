// `npm run simulate:bugs [-- --bug NAME --seeds N --seed S]`: one seeded bug after another, each in a copy of the
// sources as they are read; which of them the simulation sees, by which invariant, and in how many seeds.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { bundleSimulation } from './bundle-simulation.mjs'
import { runSeeds, shares } from './simulate-many.mjs'

const root = join(import.meta.dirname, '..')
const usage = 'Usage: npm run simulate:bugs -- [--bug NAME] [--seeds N] [--seed S] [--part K/N] [--check]'

function fail(message) {
  console.error(`${message}\n${usage}`)
  process.exit(2)
}

const asked = { bug: undefined, seeds: 400, seed: 1, check: false, part: [1, 1] }
const rest = process.argv.slice(2)
for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
  if (flag === '--check') asked.check = true
  else if (flag === '--bug') asked.bug = rest.shift() ?? fail('--bug takes a name.')
  else if (flag === '--part') {
    const [, part, parts] =
      /^(\d+)\/(\d+)$/.exec(rest.shift() ?? '') ?? fail('--part takes one of several, such as 1/3.')
    asked.part = [Number(part), Number(parts)]
  } else if (flag === '--seeds' || flag === '--seed') {
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
const [part, parts] = asked.part
const chosen = bugs.filter(({ name }, i) => (asked.bug === undefined ? i % parts === part - 1 : name === asked.bug))
if (chosen.length === 0) fail(`There is no bug ${asked.bug}. There are: ${bugs.map(({ name }) => name).join(', ')}.`)

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

const found = []
for (const bug of chosen) {
  const began = performance.now()
  const { file, folder } = await bundleSimulation('main', bug.patches)
  let seeds = 0
  let caught
  const hear = ({ seed, broken }) => {
    if (caught) return false
    seeds += 1
    if (broken) caught = { seed, rule: broken.rule, what: broken.what }
    return caught === undefined
  }
  const halves = shares(asked.seed, asked.seeds, 2)
  const runs = halves.map(({ first, many }) =>
    runSeeds(file, ['--once', '--seeds', String(many), '--seed', String(first)], hear),
  )
  const said = (await Promise.all(runs)).filter(Boolean)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  if (caught) found.push(seeds)
  const result = caught
    ? `caught by ${caught.rule} in ${seeds} seed${seeds === 1 ? '' : 's'} (seed ${caught.seed})`
    : `NOT CAUGHT in ${seeds} seeds ${said.join(' ').slice(0, 300)}`
  console.log(`${bug.name.padEnd(32)} ${result}, ${seconds} s`)
  rmSync(folder, { recursive: true, force: true })
}
found.sort((a, b) => a - b)
const median = found[Math.floor(found.length / 2)] ?? 0
console.log(`${found.length} of ${chosen.length} bugs caught; median ${median} seeds, most ${found.at(-1) ?? 0}`)
process.exit(found.length === chosen.length ? 0 : 1)
