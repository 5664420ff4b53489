/**
 * How a phone behaves in an exchange, as pure rules. No schema here: the shapes are in envelope.ts.
 */

/** What one exchange may carry. The rest of 256 KiB is left to scopes and the frame. */
export const batchLimits = { intents: 50, bytes: 200 * 1024, scopes: 200, known: 1000 } as const

/** Until when "sending" counts; longer than the longest wait for an answer. */
export const leaseMs = 60_000
export const answerTimeoutMs = 30_000

/** Settled intents stay 30 days on the phone: the evidence for a restored server. */
export const archiveMs = 30 * 24 * 3_600_000

/** As much of a waiting intent as its turn depends on. */
export interface Sendable {
  readonly id: string
  readonly n: number
  readonly after: readonly string[]
  readonly bytes: number
  /** A lease of another drain, or a time to wait for; 0 when it may go. */
  readonly notBefore: number
  /** Waits for a person or an update, not for a turn. */
  readonly stuck: boolean
}

/**
 * The intents whose turn it is, in order of n. `undecided`: all without a final answer. One that waits holds up only
 * those that come after it; one too big for any batch still goes, alone, so that the server's refusal is heard.
 */
export function nextBatch(
  undecided: readonly Sendable[],
  now: number,
  limit: { intents: number; bytes: number } = batchLimits,
): string[] {
  const waiting = new Set(undecided.map((intent) => intent.id))
  const batch: string[] = []
  let bytes = 0
  for (const intent of [...undecided].sort((a, b) => a.n - b.n)) {
    if (batch.length >= limit.intents) break
    if (intent.stuck || intent.notBefore > now) continue
    if (intent.after.some((id) => waiting.has(id))) continue
    if (batch.length > 0 && bytes + intent.bytes > limit.bytes) break
    batch.push(intent.id)
    waiting.delete(intent.id)
    bytes += intent.bytes
  }
  return batch
}

/**
 * The first moment at which `nextBatch` has something to send, ms; null when all that waits waits for a person. What comes
 * after another has no turn of its own before that one is decided.
 */
export function nextTurn(undecided: readonly Sendable[]): number | null {
  const waiting = new Set(undecided.map((intent) => intent.id))
  const first = undecided.filter(({ stuck, after }) => !stuck && !after.some((id) => waiting.has(id)))
  return first.length > 0 ? Math.min(...first.map(({ notBefore }) => notBefore)) : null
}

/**
 * A time to wait for, as written down by the phone's clock; 0 when it lies further ahead than any such time can: the
 * clock was set back since, and nobody knows how long ago it was written. A lease (60 s) counts as run out then, and a
 * back-off (the longest for so many failures) as waited for. `longest` in ms.
 */
export const notBefore = (written: number, now: number, longest: number): number =>
  written > now + longest ? 0 : written

const firstBackoff = 1_000
export const longestBackoff = 5 * 60_000

/** Full jitter: anything from 0 to 1 s, 2 s, 4 s … 5 min, so that phones do not come back together. `chance` in [0, 1). */
export const backoff = (failures: number, chance: number): number =>
  Math.round(chance * Math.min(longestBackoff, firstBackoff * 2 ** Math.min(Math.max(failures - 1, 0), 20)))

/** Pace of questions while somebody looks and nothing is wrong: 30 to 60 s. */
export const pollMs = (chance: number): number => 30_000 + Math.round(chance * 30_000)

/** Between an exchange and the next that nobody asked for, whatever waits. */
export const breathMs = 1_000

/** Something waits, the browser says online, and no answer for so long: the person is told. */
export const stuckMs = 60_000

/** The half that goes first when the server refuses a batch as a whole. */
export const halve = (batch: number): number => Math.max(1, Math.floor(batch / 2))

/** Whether a version `1.2.3` comes before another; one that is no version does not. */
export function isOlder(version: string, than: string): boolean {
  const [mine, theirs] = [version, than].map((text) => /^(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number))
  if (!mine || !theirs) return false
  const differs = mine.findIndex((part, i) => part !== theirs[i])
  return differs >= 0 && (mine[differs] ?? 0) < (theirs[differs] ?? 0)
}
