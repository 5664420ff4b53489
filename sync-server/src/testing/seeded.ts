import { createHash } from 'node:crypto'
import type { RandomBytes } from 'shared/base/random.ts'

/** Bytes that look like chance and are the same at each run of a seed. */
export function seededBytes(seed: string): RandomBytes {
  let count = 0
  return (n) => {
    const blocks = Array.from({ length: Math.ceil(n / 32) }, () =>
      createHash('sha256')
        .update(`${seed}\n${(count += 1)}`)
        .digest(),
    )
    return new Uint8Array(Buffer.concat(blocks).subarray(0, n))
  }
}
