import type { IntentEnvelope } from 'shared/sync/envelope.ts'
import type { Login, Ride } from './template.ts'

/** What the test and its client processes tell each other. */
export type ToClient =
  | { readonly say: 'begin'; readonly login: Login; readonly rides: readonly Ride[]; readonly seed: string }
  /** Go on at this address; the intents that were answered in the last life are asked again first. */
  | { readonly say: 'go'; readonly url: string }
  /** Send no more, and tell when all that was sent is answered or lost. */
  | { readonly say: 'pause' }

export type FromClient =
  /** It listens: what was said to it before might be lost. */
  | { readonly say: 'here' }
  | { readonly say: 'asked'; readonly envelopes: readonly IntentEnvelope[] }
  /** The outcome as it is stored: without whether it was replayed. */
  | { readonly say: 'answered'; readonly answers: readonly Answer[] }
  /** The whole batch was refused with 503: nothing of it was touched. */
  | { readonly say: 'untouched'; readonly ids: readonly string[] }
  /** A request with them was lost: they may have been decided. */
  | { readonly say: 'unsure'; readonly ids: readonly string[] }
  /** Answered with `later`: the server met an error, or had no room. */
  | { readonly say: 'put-off'; readonly envelopes: readonly IntentEnvelope[] }
  | ({ readonly say: 'trying' | 'done' | 'refused' } & Deed)
  | { readonly say: 'paused' }
  | { readonly say: 'wrong'; readonly what: string }

export interface Answer {
  readonly id: string
  readonly outcome: string
  readonly replayed: boolean
}

/** Something done outside of the queue: tried, then done or refused, or nobody knows. */
export interface Deed {
  readonly kind: DeedKind
  /** Of what: a departure, a payment, a booking. */
  readonly id: string
  /** What is true once it is done; a later deed of the same kind and id takes its place. */
  readonly value: string
}
export type DeedKind = 'cancelled' | 'delay' | 'vehicle' | 'card' | 'top-up'
