import { useQueue } from '../local/live.ts'
import { useSync } from '../sync/loop.ts'
import { words } from '../words/words.ts'

/** The one word about the network; null while all is well. */
export function useNetworkWord(): string | null {
  const { online, stuckSince } = useSync()
  if (stuckSince !== null) return words.common.offline.stuckWord
  return online ? null : words.common.offline.word
}

/** How many requests wait, and since when the oldest. */
export function useWaiting(): { count: number; oldestAt: number | null } {
  const queue = useQueue()
  return { count: queue?.waiting.length ?? 0, oldestAt: queue?.oldestAt ?? null }
}
