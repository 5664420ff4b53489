import { deviceOf } from '../../local/queue.ts'
import { currentStores } from '../../local/stores.ts'
import { chance } from '../../sync/browser-ports.ts'

/** The name of this phone towards the server, as the queue of this account has it; null when nobody is signed in. */
export async function thisDevice(): Promise<string | null> {
  const stores = currentStores()
  if (stores === null) return null
  // A read is enough nearly always, and a durable write for each scan would be felt.
  const known = await stores.outbox.meta.get('device')
  return typeof known?.value === 'string' ? known.value : deviceOf(stores.outbox, chance.bytes)
}
