import { chart, kindOf, postingKinds, type LedgerAccount } from 'shared/payments/ledger.ts'
import { type Flow, paidOf } from 'shared/payments/paid.ts'
import type { Check, Flaw } from './check.ts'
import {
  accountsAfter,
  type AccountRow,
  flowsOf,
  type FlowRow,
  overRefunded,
  type SaleRow,
  salesAfter,
  strayMoves,
  strayEntries,
  unevenCurrencies,
  wrongBalances,
  wrongCaptures,
  wrongHolds,
  wrongPostings,
  wrongRefunds,
} from './store-money.ts'
import { queryCheck, stream, streamById } from './store-pages.ts'

const balances = queryCheck(
  { number: 'AU50', says: 'A balance is what came into the account less what went out.' },
  wrongBalances,
  ({ account, currency, balance, entries }) => ({
    at: `account ${account} ${currency}`,
    why: `has ${balance}, its entries come to ${entries}`,
  }),
)

const even = queryCheck(
  { number: 'AU51', says: 'All balances of a currency come to zero.' },
  unevenCurrencies,
  ({ currency, sum }) => ({ at: `currency ${currency}`, why: `comes to ${sum}` }),
)

const isAccount = (text: string): text is LedgerAccount => Object.hasOwn(chart, text.split(':', 1)[0] ?? '')

function wrongIn({ account, kind, strict, balance }: AccountRow): string | undefined {
  if (!isAccount(account) || kindOf(account) !== kind)
    return `is in the books as ${kind}, which the chart does not know`
  const entry = chart[kindOf(account)]
  if ((strict === 1) !== entry.strict) return `is ${strict === 1 ? '' : 'not '}strict, unlike the chart`
  return entry.strict && balance < 0 ? `has ${balance}, and may not be below zero` : undefined
}

const charted: Check = {
  number: 'AU52',
  says: 'An account is one of the chart, and below zero only where the chart allows it: no wallet ever.',
  async *find(reader) {
    const all = stream(reader, accountsAfter, { account: '', currency: '' }, ({ account, currency }) => {
      return { account, currency }
    })
    for await (const row of all) {
      const why = wrongIn(row)
      if (why !== undefined) yield { at: `account ${row.account} ${row.currency}`, why }
    }
  },
}

const whole = queryCheck(
  { number: 'AU53', says: 'A posting has all its transfers, each of more than nothing, from one account to another.' },
  wrongPostings,
  ({ key, lines }) => ({ at: `posting ${key}`, why: `has ${lines} lines, or a wrong one` }),
)

const belonging = queryCheck(
  { number: 'AU54', says: 'An entry is of a posting, between accounts that are there.' },
  strayEntries,
  ({ posting, line }) => ({ at: `posting ${posting}`, why: `has line ${line} of no posting or account` }),
)

const kinds: readonly string[] = postingKinds

const isFlow = (row: FlowRow): row is FlowRow & Flow =>
  kinds.includes(row.kind) && isAccount(row.from) && isAccount(row.to)

/** Cash is noted as it was taken, even where it was not owed: of such a booking a person has to judge. */
const inCash = ({ kind }: FlowRow): boolean => kind === 'cash' || kind === 'cash-undone'

function* moneyFlaws(row: SaleRow, rows: readonly FlowRow[]): Generator<Flaw> {
  const at = `booking ${row.id}`
  const flows = rows.filter(isFlow)
  if (flows.length < rows.length) return yield { at, why: 'has a posting of no known kind' }
  if (flows.some(inCash)) return
  const { total } = paidOf(flows)
  const live = row.status === 'held' || row.status === 'confirmed'
  if (live && total + row.due !== row.price) {
    yield { at, why: `(${row.status}) costs ${row.price}: paid are ${total}, owed ${row.due}` }
  }
  if (!live && total !== 0) yield { at, why: `(${row.status}) still has ${total} of what was paid` }
}

const paidOnce: Check = {
  number: 'AU55',
  says:
    'What was paid for a booking that stands, and what it owes, is its price; of one that stands no more all that was ' +
    'paid went back, or to fees.',
  async *find(reader) {
    for await (const row of streamById(reader, salesAfter)) {
      yield* moneyFlaws(row, await reader.all(flowsOf, { booking: row.id }))
    }
  },
}

const captures = queryCheck(
  { number: 'AU56', says: 'A card payment is in the ledger once when it was made, and else not at all.' },
  wrongCaptures,
  ({ id, status, amount, captured }) => ({
    at: `payment ${id}`,
    why: `of ${amount} is ${status}, in the ledger are ${captured ?? 0}`,
  }),
)

const refunds = queryCheck(
  { number: 'AU57', says: 'A refund to a card leaves the ledger once when it is done, and not before.' },
  wrongRefunds,
  ({ id, status, amount, posted }) => ({
    at: `refund ${id}`,
    why: `of ${amount} is ${status}, in the ledger are ${posted ?? 0}`,
  }),
)

const bounded = queryCheck(
  { number: 'AU58', says: 'Of a card payment goes back at most what came.' },
  overRefunded,
  ({ id, amount, back }) => ({ at: `payment ${id}`, why: `of ${amount} gives back ${back}` }),
)

const holds = queryCheck(
  {
    number: 'AU59',
    says: 'A held booking has an end; a card can be given once for it, or for a move that waits, and for no other booking.',
  },
  wrongHolds,
  ({ id, status, held_until, payments }) => ({
    at: `booking ${id}`,
    why: `is ${status} until ${held_until ?? 'nobody knows'}, with ${payments} payments to be made`,
  }),
)

const settled = queryCheck(
  {
    number: 'AU60',
    says: "Cash comes into a till from a conductor's hands, handed over to somebody; money into the bank from a provider.",
  },
  strayMoves,
  ({ key, kind }) => ({ at: `posting ${key}`, why: `is a ${kind} by another way` }),
)

export const moneyChecks: readonly Check[] = [
  balances,
  even,
  charted,
  whole,
  belonging,
  paidOnce,
  captures,
  refunds,
  bounded,
  holds,
  settled,
]
