import type { Money } from 'shared/base/money.ts'

/** What a provider says of a payment that we asked it to take. */
export interface PaymentWord {
  readonly about: 'payment'
  /** Our id of it, which the provider keeps with it. */
  readonly payment: string
  /** The provider's id. */
  readonly ref: string
  readonly status: 'waiting' | 'declined' | 'succeeded' | 'cancelled'
  /** What was received, when it succeeded. */
  readonly received: Money | null
  /** The provider's code for a card that was declined. */
  readonly reason: string | null
}

export interface RefundWord {
  readonly about: 'refund'
  readonly refund: string
  readonly ref: string
  readonly status: 'pending' | 'succeeded' | 'failed'
}

export type ProviderWord = PaymentWord | RefundWord

/** A webhook whose signature was found good. `word` is null when it speaks of nothing we asked for. */
export interface ProviderEvent {
  readonly id: string
  readonly kind: string
  readonly word: ProviderWord | null
}

/** What a phone needs so that its person can pay. */
export interface MadeIntent {
  readonly ref: string
  /** Given to the payer alone; never logged. */
  readonly secret: string
  /** Where to pay, when the provider has a page for it. */
  readonly url: string | null
  /** The key with which the provider's own library is loaded, when it has one. */
  readonly publishableKey: string | null
}

/**
 * A card provider. Every call is outside of all units and may be made again: the ids given are its idempotency keys.
 * A provider that cannot be reached, or fails, throws; the caller asks again later.
 */
export interface CardProvider {
  readonly name: 'local' | 'stripe'
  /** The header in which its webhooks are signed. */
  readonly signatureHeader: string
  /** Whether amounts of this currency can be taken. */
  takes(money: Money): boolean
  makeIntent(ask: { payment: string; money: Money }): Promise<MadeIntent>
  readIntent(ref: string): Promise<PaymentWord>
  /** Stop taking it. The word says `succeeded` when the money was there first. */
  cancelIntent(ref: string): Promise<PaymentWord>
  refund(ask: { refund: string; ref: string; money: Money }): Promise<RefundWord>
  readRefund(ref: string): Promise<RefundWord>
  /** The event of a webhook; undefined when the signature or its time is not good, or it cannot be read. */
  event(raw: Uint8Array, signature: string, now: number): ProviderEvent | undefined
  /** A provider within this server, whose webhooks do not come by themselves. */
  readonly local?: LocalSide
}

export type Paying = 'paid' | 'declined' | 'processing'

/** What a provider within this server shows besides: its pay page, and the webhooks it is about to send. */
export interface LocalSide {
  /** What is to be paid under a name and its secret; undefined when that is none, or may not be paid any more. */
  find(ref: string, secret: string): Promise<Money | undefined>
  /** Pay with a test card; undefined as for find(). */
  pay(ask: { ref: string; secret: string; card: string }): Promise<Paying | undefined>
  /** Hand over each webhook that is due; one that fails is handed over again later. */
  deliver(receive: (raw: Uint8Array, signature: string) => Promise<void>): Promise<void>
}
