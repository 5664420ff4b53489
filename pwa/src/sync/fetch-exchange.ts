import type { Answer, Transport } from './ports.ts'
import { send, type Reply } from './transport.ts'
import { readResponse } from './wire.ts'

/** One exchange over HTTP. */
export const fetchTransport: Transport = {
  async exchange(request, token) {
    return answerOf(await send('/api/sync', { method: 'POST', body: request, token }))
  },
}

/** What a reply means for the batch that was sent. */
export function answerOf(reply: Reply): Answer {
  if (reply.kind === 'unreachable') return reply
  if (reply.kind === 'answered') {
    const response = readResponse(reply.body)
    return response ? { kind: 'answered', response } : { kind: 'unreachable', left: true }
  }
  const { status } = reply.problem
  if (status === 401) return { kind: 'sign-in' }
  // The limiter and a full disk speak before anything is touched; another 5xx may come after the commit.
  if (status === 429 || status === 503) return { kind: 'busy', retryAfterMs: reply.retryAfterMs, left: false }
  if (status >= 500 || status === 408) return { kind: 'busy', retryAfterMs: reply.retryAfterMs, left: true }
  return { kind: 'refused', status }
}
