import type { IntentArgs, IntentName } from 'shared/intents.ts'
import type { ApiInit, ApiResult } from '../../pwa/src/sync/transport.ts'
import type { Dice } from '../machine/dice.ts'
import type { Owner } from '../machine/scheduler.ts'
import type { Phone, Tab } from '../phone/phone.ts'
import type { Person, World } from '../world.ts'

/** What the person of a phone did to the queue, for the books of the watchers. */
export interface Ledger {
  asked(account: string, phone: string, id: string, about: { name: string; args: unknown }): void
  /** Taken out of the queue by the person's own will. */
  discarded(ids: readonly string[]): void
  /** The person had what waits deleted at sign-out. */
  discardedAll(phone: string, account: string): void
  /** The same, which takes a while: what is asked meanwhile may go too. @returns how to say that it is done. */
  discarding(phone: string, account: string, by: Owner): () => void
}

/** Somebody with a phone, about to do one thing. */
export interface Scene {
  readonly world: World
  readonly phone: Phone
  readonly dice: Dice
  readonly books: Ledger
  readonly person: Person
}

export type Ask = <N extends IntentName>(name: N, args: IntentArgs<N>, after?: readonly string[]) => Promise<void>

/** Asks through the phone's own queue, and has it noted in the books. */
export const asker =
  ({ world, phone, dice, books }: Scene, { app, name: tab }: Tab): Ask =>
  async (name, args, after = []) => {
    const account = app.currentStores()?.account ?? ''
    const asked = await app.ask(name, args, { after })
    world.log.add(tab, asked.ok ? `asks ${name} ${asked.id.slice(0, 8)}` : `could not ask ${name}: ${asked.code}`)
    if (!asked.ok) return
    books.asked(account, phone.name, asked.id, { name, args })
    if (dice.chance(world.rates.poison)) world.poisoned.add(asked.id)
  }

/** Lets somebody wait, as long as their tab lives. */
export const pause = ({ world }: Scene, { owner, name }: Tab, ms: number): Promise<void> =>
  new Promise((resolve) => void world.scheduler.after(owner, ms, `${name}/person`, resolve))

/** So often somebody tries before they give up. */
const mostTries = 4

/** Asks the server directly, as screens do; where no answer comes the person tries again, with the very same request. */
export async function insist(
  scene: Scene,
  tab: Tab,
  path: string,
  init: ApiInit<unknown> = {},
): Promise<ApiResult<unknown>> {
  for (let tries = 1; ; tries += 1) {
    const reply = await tab.app.api(path, init)
    const said = reply.ok ? 'done' : `${reply.problem.status} ${reply.problem.code}`
    scene.world.log.add(tab.name, `${init.method ?? 'GET'} ${path.split('?', 1)[0] ?? ''}: ${said}`)
    const unheard = !reply.ok && (reply.problem.status === 0 || reply.problem.status === 429 || reply.problem.status >= 500) // prettier-ignore
    if (!unheard || tries === mostTries) return reply
    await pause(scene, tab, scene.dice.between(500, 6_000))
  }
}
