import { bug, type Bug } from './bug.ts'

const takeWord = 'sync-server/src/payments/take-word.ts'
const expire = 'sync-server/src/booking/expire-holds.ts'

/** The ledger, cards and what their provider says, holds, refunds and points. */
export const moneyBugs: readonly Bug[] = [
  bug('fee-forgiven', 'A cancellation gives back what was to be kept', [
    'sync-server/src/payments/refund.ts',
    'due: ask.due?.amount ?? 0, fee: fee.amount }',
    'due: ask.due?.amount ?? 0, fee: Math.floor(fee.amount / 2) }',
  ]),
  bug('points-pay-twice', 'Points take twice their worth off the fare', [
    'sync-server/src/payments/charge.ts',
    'const rest = money(amount.amount - part.value, currency)',
    'const rest = money(amount.amount - 2 * part.value, currency)',
  ]),
  bug('points-come-as-money', 'Points that were spent come back as money', [
    'shared/src/payments/paid.ts',
    'const share = back === paid.total ? paid.points : partOf(paid.points, back, paid.total)',
    'const share = back === paid.total ? 0 : partOf(paid.points, back, paid.total)',
  ]),
  bug('hold-for-ever', 'A hold that was not paid is never given up', [
    expire,
    'row.held_until > tx.now) return',
    'row.held_until + 86_400_000 > tx.now) return',
  ]),
  bug('expired-hold-keeps-seats', 'The seats of a hold that expired are never free again', [
    expire,
    '  await release(tx, sold, { booking: id, seats, board: row.board, alight: row.alight })\n',
    '  if (seats.length > 1) await release(tx, sold, { booking: id, seats, board: row.board, alight: row.alight })\n',
  ]),
  bug('expired-hold-keeps-points', 'Points that were offered for a hold do not come back when it expires', [
    expire,
    'due: money(due, currency)',
    'due: money(price, currency)',
  ]),
  bug('paid-though-expired', 'Money for a hold that expired confirms it, and others have its seats', [
    'shared/src/booking/booking.ts',
    `expired: {
    pay: { refuse: 'paid-but-gone' },`,
    `expired: {
    pay: { to: 'confirmed' },`,
  ]),
  bug(
    'silent-card-unheard',
    'A payment whose webhook does not come is never asked for',
    [
      'sync-server/src/payments/change-payment.ts',
      'const last = deadline - lastAsk',
      'const last = deadline + 1000 * lastAsk * askEvery',
    ],
    ['sync-server/src/payments/change-payment.ts', 'Math.min(now + askEvery, last)', 'last'],
  ),
  bug('short-sum-will-do', 'A card that paid a cent less pays for the ride', [
    takeWord,
    'received.amount === payment.amount &&',
    'received.amount >= payment.amount - 1 &&',
  ]),
  bug('failed-refund-vanishes', 'What a card does not take back comes to nobody', [
    takeWord,
    "if (fate.to === 'failed') {",
    "if (fate.to === 'failed' && refund.amount < 0) {",
  ]),
]
