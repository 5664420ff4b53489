import { exchangeRequest, type ExchangeRequest, type ExchangeResponse } from 'shared/sync/envelope.ts'
import type { Answer, Transport } from '../sync/ports.ts'
import { answerOf } from '../sync/fetch-exchange.ts'
import type { Reply } from '../sync/transport.ts'

/** What happens to one exchange on its way. */
export type Weather =
  | 'good'
  /** It never leaves the phone. */
  | 'cut'
  /** The server takes it; the answer is lost. */
  | 'answer-lost'
  /** It meets somebody else, or a door that answers for the server. */
  | { reply: Reply }

type MaybePromise<T> = T | Promise<T>

export interface FakeNetwork extends Transport {
  /** How the next exchanges fare; `good` when there are no more. */
  readonly weather: Weather[]
  readonly sent: ExchangeRequest[]
  /** Holds exchanges until let go. */
  hold(): () => void
}

/** A network that delivers when told, between the real client and a server. Every request is parsed by the real schema. */
export function fakeNetwork(server: {
  exchange(request: ExchangeRequest): MaybePromise<ExchangeResponse>
}): FakeNetwork {
  const weather: Weather[] = []
  const sent: ExchangeRequest[] = []
  let gate: Promise<void> = Promise.resolve()
  return {
    weather,
    sent,
    hold() {
      let open = (): void => {}
      gate = new Promise((resolve) => (open = resolve))
      return open
    },
    async exchange(request): Promise<Answer> {
      const now = weather.shift() ?? 'good'
      if (now === 'cut') return { kind: 'unreachable', left: false }
      const read = exchangeRequest.parse(structuredClone(request))
      sent.push(read)
      if (typeof now === 'object') return answerOf(now.reply)
      const response: unknown = JSON.parse(JSON.stringify(await server.exchange(read)))
      await gate
      if (now === 'answer-lost') return { kind: 'unreachable', left: true }
      return answerOf({ kind: 'answered', status: 200, body: response })
    },
  }
}
