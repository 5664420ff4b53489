import { planOf } from './plan.ts'
import { World } from './world.ts'
import { act } from './people/act.ts'

const seed = process.argv[2] ?? '1'
const began = performance.now()
const world = new World(planOf(seed))
await world.begin()
for (const step of world.plan.steps) {
  await world.pass(step.wait)
  act(world, step, { asked() {}, discarded() {}, discardedAll() {} })
}
for (const p of world.phones.values())
  for (const t of p.tabs)
    console.log(
      t.name,
      JSON.stringify(t.app.useNotes.getState()),
      JSON.stringify(t.app.useSync.getState()),
      JSON.stringify(t.app.useSession.getState()),
    )
process.on('unhandledRejection', (e) => console.log('UNHANDLED', e))
world.calm()
await world.pass(60_000)
console.log(world.log.lines.join('\n'))
console.log(world.log.digest(), world.scheduler.steps, Math.round(performance.now() - began))
world.end()
