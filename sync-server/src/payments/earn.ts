import { type Money, money } from 'shared/base/money.ts'
import { pointsEarned } from 'shared/payments/loyalty.ts'
import { pointsEarnedBy, type Sale } from 'shared/payments/postings.ts'
import type { Tx } from '../db/transact.ts'
import { paidFor } from './paid-for.ts'
import { mustPost } from './post.ts'

/** Points for a ride that was paid and travelled, once for each booking; what points paid earns none. */
export async function earn(tx: Tx, sale: Sale, { currency }: Pick<Money, 'currency'>): Promise<void> {
  const { total, pointsValue } = await paidFor(tx, sale.booking)
  const points = pointsEarned(money(total - pointsValue, currency))
  await mustPost(tx, pointsEarnedBy(`booking:${sale.booking}:earned`, sale, points))
}
