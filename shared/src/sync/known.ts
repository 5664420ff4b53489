import { canonical } from './canonical.ts'
import { textHash } from './digest.ts'
import type { Outcome } from './envelope.ts'

/**
 * What a phone and a restored server compare of an answer: whether both hold the same. 16 hex digits; where its effects
 * were written (`at`) does not count, nor the order of keys.
 */
export const answerHash = ({ status, code, data }: Pick<Outcome, 'status' | 'code' | 'data'>): string =>
  textHash(canonical([status, code, data]))
