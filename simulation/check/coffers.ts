import type { Server } from '../server/server.ts'
import { holds } from './violation.ts'

interface Balance {
  readonly account: string
  readonly currency: string
  readonly strict: number
  readonly balance: number
  readonly came: number
  readonly went: number
}

interface Taken {
  readonly id: string
  readonly status: string
  readonly legs: number
  readonly wanted: number
}

/** SM50, SM51: what must hold of money and seats after every step. */
export function checkCoffers({ eyes }: Server): void {
  const balances = eyes
    .prepare<[], Balance>(
      `select account, currency, strict, balance,
         coalesce((select sum(amount) from ledger_entry e where e.target = a.account and e.currency = a.currency), 0) as came,
         coalesce((select sum(amount) from ledger_entry e where e.source = a.account and e.currency = a.currency), 0) as went
       from ledger_account a`,
    )
    .all()
  for (const { account, currency, strict, balance, came, went } of balances) {
    holds('SM50', balance === came - went, () => `${account} has ${balance} ${currency}: ${came} came, ${went} went`)
    const mayBeBelow = strict === 0 && !/^(?:wallet|points):/.test(account)
    holds('SM50', balance >= 0 || mayBeBelow, () => `${account} has ${balance} ${currency}`)
  }
  const taken = eyes
    .prepare<[], Taken>(
      `select b.id, b.status, (select count(*) from seat_leg s where s.booking = b.id and s.departure = b.departure) as legs,
         (b.alight - b.board) *
           (select count(*) from booking_passenger p where p.booking = b.id and p.cancelled_at is null) as wanted
       from booking b where b.choice is null or b.choice <> 'seat-lost'`,
    )
    .all()
  for (const { id, status, legs, wanted } of taken) {
    const right = status === 'held' || status === 'confirmed' ? wanted : 0
    holds('SM51', legs === right, () => `booking ${id} (${status}) has ${legs} legs of seats, not ${right}`)
  }
}
