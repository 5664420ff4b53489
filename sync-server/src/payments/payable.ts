import { canBePaid } from 'shared/payments/payment.ts'
import type { PaymentRecord } from 'shared/records.ts'
import type { Context } from '../context.ts'
import { paymentById, type PaymentRow, paymentsOfBooking } from './payment-store.ts'
import { paymentOfRow } from './records.ts'
import { type TakeWord, tendPayment } from './tend.ts'

/** A payment with what its payer needs; all null when nobody may pay it any more, or the provider was not reached. */
export interface Payable extends PaymentRecord {
  readonly provider: 'local' | 'stripe'
  readonly secret: string | null
  readonly publishableKey: string | null
  readonly url: string | null
}

type World = Pick<Context, 'db' | 'now' | 'log' | 'payments'>
type Which = { readonly account: string } & ({ readonly booking: string } | { readonly payment: string })

/**
 * The latest card payment of a booking, or a payment, of the account. One that is yet to be made is made now, rather than
 * when the job comes by. Undefined when there is none, and just so when it is somebody else's.
 */
export async function payableOf(world: World, take: TakeWord, which: Which): Promise<Payable | undefined> {
  const found = await find(world, which)
  if (!found) return undefined
  if (found.status === 'created') await tendPayment(world, found.id, take)
  const row = (await find(world, which)) ?? found
  const open = canBePaid(row.status) && row.deadline > world.now()
  return {
    ...(await paymentOfRow(world.db.read, row)),
    provider: row.provider,
    secret: open ? row.secret : null,
    publishableKey: open ? row.publishable_key : null,
    url: open ? row.url : null,
  }
}

async function find({ db }: World, which: Which): Promise<PaymentRow | undefined> {
  const row =
    'payment' in which
      ? await db.read.get(paymentById, { id: which.payment })
      : (await db.read.all(paymentsOfBooking, which))[0]
  return row?.account === which.account ? row : undefined
}
