import { sessionAnswer } from 'shared/identity/account.ts'
import type { Opened } from './auth.ts'

/** Where a session begins or goes on, as the server tells it; undefined when it is something else. */
export function readSession(body: unknown): Opened | undefined {
  const read = sessionAnswer.safeParse(body)
  return read.success ? read.data : undefined
}
