import { unsentOf } from './check/liveness.ts'
import { holds } from './check/violation.ts'
import { noFaults } from './faults.ts'
import { act } from './people/act.ts'
import type { Ledger } from './people/scene.ts'
import type { Tab } from './phone/phone.ts'
import type { World } from './world.ts'

/** Long enough for three failures in a row, each of them half a minute. */
const darkMs = 100_000
/** The longest back-off, the lease of another tab, and an answer. */
const patienceMs = 430_000

/**
 * For a while no request arrives, and no browser notices. Then the network is there again, and nobody touches anything.
 * SM31: a page that is looked at sends what waits by itself, within seven minutes.
 */
export async function darkSpell(world: World, books: Ledger): Promise<void> {
  world.startServer()
  for (const phone of world.phones.values()) {
    phone.setOnline(true)
    for (const tab of phone.tabs) world.scheduler.thaw(tab.owner)
    act(world, { index: -1, wait: 0, phone: phone.name, deed: 'book', dice: `dark ${phone.name}` }, books)
  }
  await world.pass(5_000)
  world.rates = { ...noFaults, 'request-lost': 1 }
  world.log.add('fate', 'lets no request arrive')
  for (const { name } of world.phones.values())
    act(world, { index: -1, wait: 0, phone: name, deed: 'book', dice: `darker ${name}` }, books)
  await world.pass(darkMs)
  world.calm()
  world.log.add('fate', 'lets requests arrive again')
  await world.pass(patienceMs)
  for (const phone of world.phones.values()) {
    const seen = phone.pages.find((tab) => sends(tab))
    const account = seen?.app.useSession.getState().person?.id
    if (account === undefined) continue
    const waiting = unsentOf(phone, account, world.poisoned)
    holds(
      'SM31',
      waiting.length === 0,
      () => `${seen?.name} does not send ${waiting.map(({ id }) => id).join(', ')} by itself`,
    )
  }
}

/** Somebody looks at it, and it has a session. */
function sends({ browser, app, owner }: Tab): boolean {
  const { phase, needsSignIn } = app.useSession.getState()
  return owner.alive && browser.isVisible() && phase === 'signed-in' && !needsSignIn
}
