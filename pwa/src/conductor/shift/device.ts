import { deviceOf } from '../../local/queue.ts'
import { currentStores } from '../../local/stores.ts'
import { chance } from '../../sync/browser-ports.ts'

/** The name of this phone towards the server, as the queue of this account has it; null when nobody is signed in. */
export async function thisDevice(): Promise<string | null> {
  const stores = currentStores()
  return stores === null ? null : deviceOf(stores.outbox, chance.bytes)
}
