import type Stripe from 'stripe'
import { must } from 'shared/base/result.ts'
import type { CardProvider, PaymentWord, ProviderWord, RefundWord } from './provider.ts'
import { fromStripe, toStripe } from './stripe-amount.ts'

export interface StripeOptions {
  readonly secretKey: string
  readonly publishableKey: string | null
  readonly webhookSecret: string
  /** Another host than Stripe's, in tests. */
  readonly host?: { readonly name: string; readonly port: number }
}

/** Seconds for which a webhook's signature is good. */
const tolerance = 300

/** Stripe through its own SDK: a PaymentIntent for each payment, ours being the idempotency keys and in the metadata. */
export async function openStripe({
  secretKey,
  publishableKey,
  webhookSecret,
  host,
}: StripeOptions): Promise<CardProvider> {
  // Loaded by those alone who use it.
  const { default: Sdk } = await import('stripe')
  const stripe = new Sdk(secretKey, {
    maxNetworkRetries: 2,
    timeout: 15_000,
    telemetry: false,
    ...(host && { host: host.name, port: host.port, protocol: 'http' }),
  })

  return {
    name: 'stripe',
    signatureHeader: 'stripe-signature',
    takes: (money) => toStripe(money) !== undefined,
    async makeIntent({ payment, money }) {
      const intent = await stripe.paymentIntents.create(
        {
          amount: must(toStripe(money), 'amount that Stripe takes'),
          currency: money.currency.toLowerCase(),
          automatic_payment_methods: { enabled: true },
          metadata: { payment },
        },
        { idempotencyKey: `payment-${payment}` },
      )
      const secret = must(intent.client_secret, 'client secret')
      // Behind #: no server and no log sees it.
      const url = publishableKey === null ? null : `/api/payments/stripe/pay#${secret}`
      return { ref: intent.id, secret, url, publishableKey }
    },
    readIntent: async (ref) => must(wordOfIntent(await stripe.paymentIntents.retrieve(ref)), 'payment of ours'),
    async cancelIntent(ref) {
      try {
        return must(wordOfIntent(await stripe.paymentIntents.cancel(ref)), 'payment of ours')
      } catch (error) {
        // It was paid, cancelled or is under way: what it is says the intent itself.
        if (!(error instanceof Sdk.errors.StripeInvalidRequestError)) throw error
        return must(wordOfIntent(await stripe.paymentIntents.retrieve(ref)), 'payment of ours')
      }
    },
    async refund({ refund, ref, money }) {
      const made = await stripe.refunds.create(
        { payment_intent: ref, amount: must(toStripe(money), 'amount that Stripe takes'), metadata: { refund } },
        { idempotencyKey: `refund-${refund}` },
      )
      return must(wordOfRefund(made), 'refund of ours')
    },
    readRefund: async (ref) => must(wordOfRefund(await stripe.refunds.retrieve(ref)), 'refund of ours'),
    event(raw, signature, now) {
      try {
        const body = Buffer.from(raw)
        const event = stripe.webhooks.constructEvent(body, signature, webhookSecret, tolerance, undefined, now)
        return { id: event.id, kind: event.type, word: wordOfEvent(event) }
      } catch {
        return undefined
      }
    },
  }
}

/** What an event says of something we asked for; null for everything else that happens in the account. */
function wordOfEvent(event: Stripe.Event): ProviderWord | null {
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
    case 'payment_intent.processing':
      return wordOfIntent(event.data.object)
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return wordOfRefund(event.data.object)
    default:
      return null
  }
}

function wordOfIntent(intent: Stripe.PaymentIntent): PaymentWord | null {
  const { payment } = intent.metadata
  if (payment === undefined) return null
  const status = statusOf(intent)
  const failed = intent.last_payment_error
  return {
    about: 'payment',
    payment,
    ref: intent.id,
    status,
    received: status === 'succeeded' ? fromStripe(intent.amount_received, intent.currency) : null,
    reason: status === 'declined' ? (failed?.decline_code ?? failed?.code ?? 'declined') : null,
  }
}

function statusOf({ status, last_payment_error: failed }: Stripe.PaymentIntent): PaymentWord['status'] {
  if (status === 'succeeded') return 'succeeded'
  if (status === 'canceled') return 'cancelled'
  return status === 'requires_payment_method' && failed !== null ? 'declined' : 'waiting'
}

function wordOfRefund({ id, status, metadata }: Stripe.Refund): RefundWord | null {
  const refund = metadata?.['refund']
  if (refund === undefined) return null
  const over = status === 'failed' || status === 'canceled'
  return {
    about: 'refund',
    refund,
    ref: id,
    status: status === 'succeeded' ? 'succeeded' : over ? 'failed' : 'pending',
  }
}
