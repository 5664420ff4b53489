import type { KnownAnswer } from 'shared/sync/envelope.ts'
import { answerHash } from 'shared/sync/known.ts'
import type { Reader } from '../db/transact.ts'
import { readIntent } from './intent-store.ts'
import { parseOutcome } from './outcomes.ts'

/**
 * Which of the answers that a phone holds this server does not hold, or holds otherwise. Somebody else's intent is as
 * unknown as one that never was.
 * @returns their ids, in the order given.
 */
export async function forgottenOf(
  reader: Reader,
  account: string,
  known: readonly KnownAnswer[],
): Promise<KnownAnswer['id'][]> {
  const forgotten: KnownAnswer['id'][] = []
  for (const { id, hash } of known) {
    const row = await readIntent(reader, id)
    const held = row?.account === account && row.outcome !== null && answerHash(parseOutcome(row.outcome)) === hash
    if (!held) forgotten.push(id)
  }
  return forgotten
}
