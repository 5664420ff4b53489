import type { Context } from '../context.ts'
import { takeEvent } from '../payments/take-event.ts'
import { tendPayments } from '../payments/tend.ts'
import { takeWord } from './paid.ts'

/** A webhook of the card provider. @returns whether it was new; undefined when its signature is not good. */
export async function receive(context: Context, raw: Uint8Array, signature: string): Promise<boolean | undefined> {
  const { db, payments, now } = context
  const event = payments?.event(raw, signature, now())
  if (!payments || !event) return undefined
  return db.transact((tx) => takeEvent(tx, payments.name, event, (unit, word) => takeWord(unit, context, word)))
}

/** Ask the provider whatever is due, and take what it answers. */
export const askProvider = (context: Context): Promise<void> =>
  tendPayments(context, (tx, word) => takeWord(tx, context, word))

/** Hand over the webhooks of a provider within this server; those of another come over HTTP. */
export async function deliverLocal(context: Context): Promise<void> {
  await context.payments?.local?.deliver(async (raw, signature) => {
    if ((await receive(context, raw, signature)) === undefined) throw new Error('Our own signature does not fit')
  })
}
