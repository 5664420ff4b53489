import type { World } from './world.ts'

/** Longer than any question waits for its answer, and than a provider is left alone with a refund, four times. */
const nightMs = 26 * 3_600_000
/** Jobs come by as often as this, so that a night costs no more than a storm. */
const nightPace = 600_000

/** Everybody sleeps with their phones shut, until all deadlines have come and all coaches have arrived. */
export async function sleep(world: World): Promise<void> {
  world.log.add('fate', 'lets a night pass')
  for (const phone of world.phones.values()) for (const tab of [...phone.tabs]) phone.kill(tab)
  world.server.resting = false
  world.server.leastPace = nightPace
  await world.pass(nightMs)
}

/** So long phones have to hear what the server did last. */
const hearingMs = 3_000
const mostRests = 8

/** Lets the server rest until nothing of it moves any more: what it does at this very moment no phone can know. */
export async function rest(world: World): Promise<void> {
  if (world.plan.habits.length === 0 || world.isShared) return
  const { server } = world
  const moved = (): number => server.eyes.prepare<[], number>('select sum(seq) from scope_head').pluck().get() ?? 0
  server.resting = true
  for (let rests = 0; rests < mostRests; rests += 1) {
    const before = moved()
    await world.pass(hearingMs)
    if (moved() === before) return
  }
}
