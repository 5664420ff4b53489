import type { IntentArgs, IntentName } from 'shared/intents.ts'

export type Asked = { ok: true; id: string } | { ok: false; code: 'not-saved' | 'signed-out' }

/**
 * Queues an intent durably and sets the exchange going. The booking it makes will bear the id returned.
 * `not-saved`: the phone could not keep it (full); nothing was asked.
 */
export async function ask<N extends IntentName>(
  name: N,
  args: IntentArgs<N>,
  options: { after?: readonly string[] } = {},
): Promise<Asked> {
  void [name, args, options]
  return { ok: false, code: 'signed-out' }
}

/** Discards a waiting intent and those that come after it. Returns the ids discarded; none when it is answered already. */
export async function withdraw(id: string): Promise<string[]> {
  void id
  return []
}
