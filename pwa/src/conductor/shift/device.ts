import { OutboxDb } from '../../local/outbox-db.ts'
import { deviceOf } from '../../local/queue.ts'
import { useSession } from '../../session/session.ts'

const random = (n: number): Uint8Array => crypto.getRandomValues(new Uint8Array(n))

/** The name of this phone towards the server, as the queue of this account has it; null when nobody is signed in. */
export async function thisDevice(): Promise<string | null> {
  const account = useSession.getState().person?.id
  if (account === undefined) return null
  const outbox = new OutboxDb(account)
  try {
    return await deviceOf(outbox, random)
  } finally {
    outbox.close()
  }
}
