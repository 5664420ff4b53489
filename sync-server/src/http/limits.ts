import { Problem } from './problem.ts'

/** A token bucket: `size` at once, refilled evenly over `perMs`. */
export interface Allowance {
  /** 0: no limit. */
  readonly size: number
  readonly perMs: number
}

interface Bucket {
  tokens: number
  at: number
}

export interface Limits {
  /**
   * Take `cost` tokens from the bucket of (kind, key).
   * @throws Problem 429 too-many with Retry-After when it has not so many; nothing is taken then.
   */
  spend(kind: string, key: string, allowance: Allowance, cost?: number): void
  /** Put tokens back, when what they were spent on turned out harmless. */
  giveBack(kind: string, key: string, cost?: number): void
}

/** Buckets kept at most; the oldest are forgotten, which can only be kinder than to remember. */
const mostBuckets = 100_000

export function makeLimits(now: () => number): Limits {
  const buckets = new Map<string, Bucket>()

  function bucketOf(name: string, { size, perMs }: Allowance): Bucket {
    const at = now()
    const known = buckets.get(name)
    if (!known) {
      const oldest = buckets.size >= mostBuckets ? buckets.keys().next().value : undefined
      if (oldest !== undefined) buckets.delete(oldest)
    }
    // A server's clock that is set back refills nothing, and takes nothing either.
    const passed = known ? Math.max(0, at - known.at) : 0
    const tokens = known ? Math.min(size, known.tokens + (passed * size) / perMs) : size
    const bucket = { tokens, at }
    // Set anew, so that the order of the map is the order of use.
    buckets.delete(name)
    buckets.set(name, bucket)
    return bucket
  }

  return {
    spend(kind, key, allowance, cost = 1) {
      if (allowance.size === 0) return
      const bucket = bucketOf(`${kind}\n${key}`, allowance)
      // Whoever asks for more than a whole bucket waits for a full one.
      const needed = Math.min(cost, allowance.size)
      if (bucket.tokens < needed) {
        const seconds = Math.ceil(((needed - bucket.tokens) * allowance.perMs) / allowance.size / 1000)
        throw new Problem(429, 'too-many', `Too many requests: try again in ${seconds} s.`, {
          headers: { 'Retry-After': String(seconds) },
        })
      }
      bucket.tokens -= needed
    },
    giveBack(kind, key, cost = 1) {
      const bucket = buckets.get(`${kind}\n${key}`)
      if (bucket) bucket.tokens += cost
    },
  }
}
