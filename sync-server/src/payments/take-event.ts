import type { Tx } from '../db/transact.ts'
import { insertEvent } from './payment-store.ts'
import type { ProviderEvent } from './providers/provider.ts'
import type { TakeWord } from './tend.ts'

/** Take a provider's event, once, whatever it says. @returns whether it is new. */
export async function takeEvent(
  tx: Tx,
  provider: string,
  { id, kind, word }: ProviderEvent,
  take: TakeWord,
): Promise<boolean> {
  const about = word === null ? null : word.about === 'payment' ? word.payment : word.refund
  if ((await tx.run(insertEvent, { provider, id, kind, about, now: tx.now })) === 0) return false
  if (word) await take(tx, word)
  return true
}
