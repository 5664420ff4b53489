import Sqlite from 'better-sqlite3'
import { testCard } from '../sync-server/src/payments/providers/local-cards.ts'

interface Payment {
  readonly id: string
  readonly amount: number
  readonly card: string | null
  /** The provider's. */
  readonly theirs: string | null
  readonly ours: string
  /** When it is looked at again; null: never. */
  readonly askAt: number | null
  /** What the ledger says came. */
  readonly captured: number
}

interface Refund {
  readonly id: string
  readonly amount: number
  readonly theirs: string | null
  readonly ours: string | null
  readonly askAt: number | null
}

const payments = `
  select payment.id, payment.amount, payment.status as ours, payment.ask_at as askAt, there.status as theirs, there.card,
    (select coalesce(sum(amount), 0) from ledger_entry where posting = 'payment:' || payment.id || ':capture') as captured
  from payment left join local_intent there on there.payment = payment.id`

const refunds = `
  select coalesce(refund.id, there.refund) as id, coalesce(refund.amount, there.amount) as amount, refund.status as ours,
    refund.ask_at as askAt, there.status as theirs
  from refund full join local_refund there on there.refund = refund.id`

/** Paid, and noted so: nothing more comes of it. */
const noted = ['paid', 'returned', 'mismatched']

/**
 * Compare the card provider's records with ours, as two companies would at the end of a day: what it took is in the
 * ledger once, or is still to be told or asked; what it gave back was asked for, and is out of the ledger once.
 */
export function compareProvider(db: Sqlite.Database): string[] {
  const queued = db
    .prepare<[], { id: string }>(
      `select coalesce(json_extract(body, '$.word.refund'), json_extract(body, '$.word.payment')) as id from local_event`,
    )
    .all()
  const told = new Set(queued.map(({ id }) => id))
  const coming = ({ id, askAt }: { id: string; askAt: number | null }) => askAt !== null || told.has(id)
  const all = db.prepare<[], Payment>(payments).all()
  const back = db.prepare<[], Refund>(refunds).all()
  const wrong = [
    ...all.flatMap((one) => ofPayment(one, coming(one))),
    ...back.flatMap((one) => ofRefund(one, coming(one))),
  ]
  const came = all.reduce((sum, { captured }) => sum + captured, 0)
  const went = back.reduce((sum, { ours, amount }) => (ours === 'succeeded' ? sum + amount : sum), 0)
  const there = db
    .prepare<[], { sum: number }>(
      `select (select coalesce(-sum(balance), 0) from ledger_account where account = 'clearing:local')
         + (select coalesce(sum(amount), 0) from ledger_entry where posting like 'payout:local:%') as sum`,
    )
    .get()
  if (there?.sum !== came - went) {
    wrong.push(`provider: ${came} came and ${went} went back, the ledger has ${there?.sum} there or paid out`)
  }
  return wrong
}

function ofPayment(payment: Payment, coming: boolean): string[] {
  const { id, ours, theirs, amount, captured } = payment
  const received = theirs === 'succeeded' ? amount - (testCard(payment.card ?? '').short ?? 0) : 0
  if (noted.includes(ours)) {
    return captured === received
      ? []
      : [`provider: of payment ${id} (${ours}) it has ${received}, the ledger ${captured}`]
  }
  if (captured !== 0) return [`provider: payment ${id} is ${ours}, and the ledger has ${captured} of it`]
  const forgotten = (theirs === 'succeeded' || theirs === 'processing') && !coming
  return forgotten ? [`provider: payment ${id} is ${theirs} there and ${ours} here, and nobody will ask`] : []
}

function ofRefund({ id, ours, theirs }: Refund, coming: boolean): string[] {
  if (ours === null) return [`provider: it gave back ${id}, which nobody asked for`]
  const ended = ours === 'succeeded' || ours === 'failed'
  if (ended) return ours === theirs ? [] : [`provider: refund ${id} is ${theirs} there and ${ours} here`]
  return coming ? [] : [`provider: refund ${id} is ${theirs} there and ${ours} here, and nobody will ask`]
}

const due = `
  select 'a question to the provider about payment ' || id as what from payment where ask_at <= @now
  union all select 'a question to the provider about refund ' || id from refund where ask_at <= @now
  union all select 'the provider''s word ' || id from local_event where send_at <= @now
  union all select 'the end of the hold of booking ' || id from booking where status = 'held' and held_until <= @now
  union all select 'the end of the move of booking ' || booking from booking_move where status = 'held' and held_until <= @now
  union all select 'the choice of booking ' || id from booking where choice_until <= @now`

/** What a server should have seen to by itself since a second or more: it does its work when it is quiet. */
export function stillDue(file: string): string[] {
  const db = new Sqlite(file, { readonly: true, timeout: 10_000 })
  try {
    const rows = db.prepare<{ now: number }, { what: string }>(due).all({ now: Date.now() - 1000 })
    return rows.map(({ what }) => `still due: ${what}`)
  } finally {
    db.close()
  }
}
