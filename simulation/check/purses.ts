import type Sqlite from 'better-sqlite3'
import { testCard } from '../../sync-server/src/payments/providers/local-cards.ts'
import type { World } from '../world.ts'
import type { Books } from './books.ts'
import { naiveBook, type Told } from './naive-book.ts'
import { holds } from './violation.ts'

interface Row {
  readonly id: string
  readonly account: string
  readonly status: string
  readonly price: number
  readonly due: number
  readonly fee: number
  readonly departure: string
}

/** Money that passed between a person and the world, by account; minor units. */
class Sums {
  readonly #sums = new Map<string, number>()
  readonly #why = new Map<string, string[]>()
  add(account: string, amount: number, why: string): void {
    if (amount === 0) return
    this.#sums.set(account, this.of(account) + amount)
    this.#why.set(account, [...(this.#why.get(account) ?? []), `${amount} ${why}`])
  }
  of = (account: string): number => this.#sums.get(account) ?? 0
  why = (account: string): string => (this.#why.get(account) ?? []).join(', ')
}

/**
 * SM54: when all has come to rest, what a person has is what they had, and what their cards paid, less what their trips
 * cost by the fares and what was kept for changes, as they were told. A point is a cent.
 */
export function checkPurses(world: World, books: Books): void {
  const { eyes } = world.server
  const told = naiveBook(world, books)
  const sums = new Sums()
  for (const [account, { euros, points }] of world.starts) sums.add(account, euros + points, 'at the start')
  cardsOf(eyes, sums)
  const inCash = new Set(eyes.prepare<[], string>("select booking from ledger_posting where kind in ('cash', 'cash-undone') and booking is not null").pluck().all()) // prettier-ignore
  const rows = eyes
    .prepare<[], Row>('select id, account, status, price, due, fee, departure from booking order by id')
    .all()
  for (const row of rows) {
    const booking = told.get(row.id)
    holds('SM54', booking?.account === row.account, () => `booking ${row.id} was never asked for, or by somebody else`)
    if (!booking) continue
    checkTold(row, booking)
    const spent =
      row.status === 'confirmed' || row.fee > 0 ? 0 : pointsOf(eyes, row.id, 'points-spent', 'points-returned')
    holds('SM54', spent === 0, () => `booking ${row.id} is ${row.status}, and ${spent} of its points are not back`)
    // Of cash that was not owed a person has to judge: what such a trip costs is read from the books.
    if (inCash.has(row.id)) sums.add(row.account, -paidOtherwise(eyes, row.id), `for ${row.id}, partly in cash`)
    else sums.add(row.account, -costOf(row, booking), `for ${row.id} (${row.status})`)
    sums.add(row.account, pointsOf(eyes, row.id), `points earned with ${row.id}`)
  }
  const purses = eyes
    .prepare<[], { account: string; sum: number }>(
      "select account, sum(balance) as sum from ledger_account where kind in ('wallet', 'points') group by substr(account, instr(account, ':'))",
    )
    .all()
  const has = new Map(purses.map(({ account, sum }) => [account.replace(/^\w+:/, ''), sum]))
  for (const { account, name } of world.people.values())
    holds(
      'SM54',
      (has.get(account) ?? 0) === sums.of(account),
      () =>
        `${name} (${account}) has ${has.get(account) ?? 0}, and should have ${sums.of(account)}: ${sums.why(account)}`,
    )
}

/** What the booking is, against what its passengers were told. */
function checkTold({ id, status, fee, departure }: Row, booking: Told): void {
  const stands = status === 'confirmed' || status === 'held'
  holds('SM54', !(booking.over && stands), () => `booking ${id} is ${status}, and was given up`)
  holds('SM54', !stands || departure === booking.departure, () => `booking ${id} is on ${departure}, told was ${booking.departure}`) // prettier-ignore
  holds('SM54', fee >= booking.least && fee <= booking.most, () => `${fee} was kept of booking ${id}, told was ${booking.least} to ${booking.most}`) // prettier-ignore
}

const costOf = ({ status, price, due, fee }: Row, { units, travelling }: Told): number => {
  const cost = units.find((unit) => unit * travelling.size === price) ?? units[0] ?? 0
  return fee + (status === 'confirmed' ? cost * travelling.size - due : 0)
}

/** What cards paid, as the provider has it, and what it gave back; a sum that does not fit is kept for a person. */
function cardsOf(eyes: Sqlite.Database, sums: Sums): void {
  const taken = eyes
    .prepare<[], { account: string; amount: number; card: string; id: string }>(
      "select p.account, i.amount, i.card, p.id from local_intent i join payment p on p.id = i.payment where i.status = 'succeeded'",
    )
    .all()
  for (const { account, amount, card, id } of taken)
    if (testCard(card).short === undefined) sums.add(account, amount, `by card, payment ${id}`)
  const back = eyes
    .prepare<[], { account: string; amount: number; refund: string }>(
      "select p.account, r.amount, r.refund from local_refund r join local_intent i on i.ref = r.intent join payment p on p.id = i.payment where r.status = 'succeeded'",
    )
    .all()
  for (const { account, amount, refund } of back) sums.add(account, -amount, `back to the card, refund ${refund}`)
}

/** What was earned with a trip, less what was withdrawn. */
const pointsOf = (eyes: Sqlite.Database, booking: string, came = 'points-earned', went = 'points-withdrawn'): number =>
  eyes
    .prepare<[string, string, string], number>(
      `select coalesce(sum(case p.kind when ? then e.amount when ? then -e.amount else 0 end), 0)
       from ledger_posting p join ledger_entry e on e.posting = p.key where e.currency = 'PTS' and p.booking = ?`,
    )
    .pluck()
    .get(came, went, booking) ?? 0

/** What a trip cost beside cash, fees and all. */
const paidOtherwise = (eyes: Sqlite.Database, booking: string): number =>
  eyes
    .prepare<[string], number>(
      `select coalesce(sum(case
           when e.target like 'revenue:%' and e.source not like 'cash:%' then e.amount
           when e.source like 'revenue:%' and e.target not like 'cash:%' and e.target not like 'fees:%' then -e.amount
           else 0 end), 0)
       from ledger_posting p join ledger_entry e on e.posting = p.key where p.booking = ? and e.currency <> 'PTS'`,
    )
    .pluck()
    .get(booking) ?? 0
