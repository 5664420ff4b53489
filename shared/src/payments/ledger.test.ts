import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chart, kindOf, type LedgerAccount, type Posting, pointsCurrency } from './ledger.ts'
import { type PaidFor, paidOf, returnOf } from './paid.ts'
import {
  capturedTooLate,
  capturedUnmatched,
  cardCaptured,
  cardRefunded,
  cardRefundFailed,
  cashGivenBack,
  cashOnBoard,
  chargeFromWallet,
  gift,
  pointsEarnedBy,
  pointsReturned,
  pointsSpent,
  pointsWithdrawn,
  refunded,
  topUp,
} from './postings.ts'

const sum = fc.integer({ min: 0, max: 1_000_000 })
const eur = (amount: number) => ({ amount, currency: 'EUR' })
const sale = fc.constantFrom(
  { booking: 'b1', account: 'p1', agency: 'f:A' },
  { booking: 'b2', account: 'p2', agency: 'f:A' },
  { booking: 'b3', account: 'p1', agency: 'f:B' },
)
const at = { provider: 'local', payment: 'pay' }

/** Any posting that the builders can make. */
const anyPosting: fc.Arbitrary<Posting> = fc.oneof(
  fc.tuple(sale, sum).map(([s, n]) => chargeFromWallet('k', s, eur(n))),
  fc.tuple(sale, sum, sum).map(([s, points, n]) => pointsSpent('k', s, { points, value: eur(n) })),
  fc.tuple(sale, sum, sum).map(([s, points, n]) => pointsReturned('k', s, { points, value: eur(n) })),
  fc.tuple(sale, sum).map(([s, n]) => pointsEarnedBy('k', s, n)),
  fc.tuple(sale, sum).map(([s, n]) => pointsWithdrawn('k', s, n)),
  fc.tuple(sale, sum).map(([s, n]) => cashOnBoard('k', { ...s, conductor: 'c1' }, eur(n))),
  fc.tuple(sale, sum).map(([s, n]) => cashGivenBack('k', { ...s, conductor: 'c1' }, eur(n))),
  fc.tuple(sale, sum).map(([s, n]) => cardCaptured(s, at, eur(n))),
  sum.map((n) => capturedTooLate(at, eur(n))),
  sum.map((n) => capturedUnmatched(at, eur(n))),
  sum.map((n) => topUp('p1', at, eur(n))),
  fc
    .tuple(sale, sum, sum, sum)
    .map(([s, toWallet, amount, kept]) =>
      refunded('k', s, { currency: 'EUR', toWallet, toCards: [{ provider: 'local', amount }], kept }),
    ),
  sum.map((n) => cardRefunded('r', at, eur(n))),
  sum.map((n) => cardRefundFailed('r', { ...at, account: 'p1' }, eur(n))),
  sum.map((n) => gift('k', 'p1', eur(n))),
)

/** The naive oracle: a list of signed lines, summed up anew for each question. */
const lines = (postings: readonly Posting[]) =>
  postings.flatMap(({ transfers }) =>
    transfers.flatMap(({ from, to, money: { amount, currency } }) => [
      { account: from, currency, amount: -amount },
      { account: to, currency, amount },
    ]),
  )
const total = (all: readonly { amount: number }[]) => all.reduce((all, line) => all + line.amount, 0)

test('[PY5] every posting sums to zero in each currency, and moves whole amounts above zero alone', () => {
  fc.assert(
    fc.property(anyPosting, (posting) => {
      for (const { money } of posting.transfers) expect(money.amount).toBeGreaterThan(0)
      for (const currency of ['EUR', pointsCurrency]) {
        expect(total(lines([posting]).filter((line) => line.currency === currency))).toBe(0)
      }
    }),
  )
})

test('[PY5] all accounts of postings are in the chart, and only accounts of side credit are strict', () => {
  fc.assert(
    fc.property(anyPosting, ({ transfers }) => {
      for (const { from, to } of transfers) expect([chart[kindOf(from)], chart[kindOf(to)]]).not.toContain(undefined)
    }),
  )
  expect(Object.values(chart).filter((kind) => kind.strict && kind.side !== 'credit')).toEqual([])
  expect(() => kindOf('pocket:p1' as LedgerAccount)).toThrow('in no chart')
})

/** What a naive reader says was paid: the agency's revenue and fees from the booking. */
const standing = (postings: readonly Posting[], agency: LedgerAccount) =>
  total(lines(postings).filter((line) => line.account === agency))

const flowsOf = (postings: readonly Posting[]) =>
  postings.flatMap(({ kind, transfers }) =>
    transfers.map(({ from, to, money }) => ({ kind, from, to, amount: money.amount, currency: money.currency })),
  )

const trip = { booking: 'b1', account: 'p1', agency: 'f:A' }

interface Life {
  readonly wallet: number
  readonly card: number
  readonly cash: number
  readonly points: number
  readonly earned: number
  readonly parts: readonly { amount: number; fee: number }[]
}

/** A booking that was paid in several ways and is given back in parts. */
function live({ wallet, card, cash, points, earned, parts }: Life) {
  const postings = [
    chargeFromWallet('1', trip, eur(wallet)),
    cardCaptured(trip, at, eur(card)),
    cashOnBoard('2', { ...trip, conductor: 'c1' }, eur(cash)),
    pointsSpent('3', trip, { points, value: eur(points * 2) }),
    pointsEarnedBy('4', trip, earned),
  ]
  const returns = parts.map(({ amount, fee }, i) => {
    const before = paidOf(flowsOf(postings))
    const back = returnOf(before, { amount, due: 0, fee })
    const { toWallet, toCard, kept, pointsBack, pointsValue } = back
    const toCards = [{ provider: 'local', amount: toCard }]
    postings.push(
      refunded(`r${i}`, trip, { currency: 'EUR', toWallet, toCards, kept }),
      pointsReturned(`p${i}`, trip, { points: pointsBack, value: eur(pointsValue) }),
      pointsWithdrawn(`w${i}`, trip, back.pointsWithdrawn),
    )
    return { before, back, asked: { amount, fee } }
  })
  return { postings, returns, after: paidOf(flowsOf(postings)) }
}

const small = fc.integer({ min: 0, max: 5000 })
const anyLife: fc.Arbitrary<Life> = fc.record({
  wallet: small,
  card: small,
  cash: small,
  points: fc.integer({ min: 0, max: 500 }),
  earned: fc.integer({ min: 0, max: 100 }),
  parts: fc.array(fc.record({ amount: fc.integer({ min: 0, max: 8000 }), fee: small }), { maxLength: 5 }),
})

test('[PY6] what was paid for a booking is what stands with its agency, whatever was given back meanwhile', () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const { postings, after } = live(life)
      expect(after.total).toBe(standing(postings, 'revenue:f:A'))
      expect(after.fees).toBe(standing(postings, 'fees:f:A'))
      expect(after.points).toBe(-total(lines(postings).filter((l) => l.account === 'points:p1')) + after.earned)
    }),
  )
})

test('[PY6] no more is given back than was paid, nothing twice, and all of it in the end', () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const { returns, after } = live(life)
      const least = (paid: PaidFor) => Math.min(paid.total, paid.card, paid.points, paid.earned, paid.pointsValue)
      expect(least(after)).toBeGreaterThanOrEqual(0)
      expect(after.wallet + after.cash).toBeGreaterThanOrEqual(after.fees - after.card - after.pointsValue)
      for (const { before, back, asked } of returns) {
        const { toWallet, toCard, kept, pointsValue } = back
        expect(Math.min(toWallet, toCard, kept, pointsValue)).toBeGreaterThanOrEqual(0)
        expect(toWallet + toCard + kept + pointsValue).toBe(Math.min(asked.amount, before.total))
        expect(kept).toBe(Math.min(asked.fee, asked.amount, before.total))
      }
      const last = returnOf(after, { amount: after.total, due: 0, fee: 0 })
      expect(last.toWallet + last.toCard + last.pointsValue).toBe(after.total)
      const { points, pointsValue, total, earned } = after
      const worth = pointsValue <= total ? points : Math.floor((points * total) / pointsValue)
      expect(last).toMatchObject({ pointsBack: worth, pointsWithdrawn: earned })
    }),
  )
})

test('[PY6] a card gets back what came from the card before the wallet gets anything', () => {
  const { returns } = live({ wallet: 300, card: 700, cash: 0, points: 0, earned: 0, parts: [{ amount: 800, fee: 50 }] })
  expect(returns[0]?.back).toMatchObject({ toCard: 700, toWallet: 50, kept: 50 })
})

test('[PY15] a fee that was kept of what points paid does not come back as points', () => {
  const spent = pointsSpent('1', trip, { points: 835, value: eur(835) })
  const kept = refunded('2', trip, { currency: 'EUR', toWallet: 0, toCards: [], kept: 83 })
  const back = returnOf(paidOf(flowsOf([spent, kept])), { amount: 4000, due: 3248, fee: 0 })
  expect(back).toMatchObject({ pointsBack: 752, pointsValue: 752, toWallet: 0, toCard: 0 })
})

test('[PY6] what was never paid is struck first, and no fee is taken of it', () => {
  const paid = paidOf(flowsOf([chargeFromWallet('1', trip, eur(400))]))
  expect(returnOf(paid, { amount: 1000, due: 600, fee: 100 })).toMatchObject({ toWallet: 300, kept: 100 })
  expect(returnOf(paidOf([]), { amount: 1000, due: 1000, fee: 100 })).toMatchObject({ toWallet: 0, kept: 0 })
})
