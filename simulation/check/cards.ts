import { testCard } from '../../sync-server/src/payments/providers/local-cards.ts'
import type { World } from '../world.ts'
import { holds } from './violation.ts'

interface Paid {
  readonly id: string
  readonly purpose: string
  readonly amount: number
  readonly card: string
  readonly status: string
  readonly booking: string | null
  readonly back: number
}

/** SM55–SM57: when all has come to rest, what the card provider has and what our books say of it. */
export function checkCards({ server: { eyes } }: World): void {
  const balance = (account: string): number =>
    eyes
      .prepare<[string], number>("select balance from ledger_account where account = ? and currency = 'EUR'")
      .pluck()
      .get(account) ?? 0
  const paid = eyes
    .prepare<[], Paid>(
      `select p.id, p.purpose, i.amount, i.card, p.status, b.status as booking,
         coalesce((select sum(amount) from refund r where r.payment = p.id), 0) as back
       from local_intent i join payment p on p.id = i.payment left join booking b on b.id = p.booking
       where i.status = 'succeeded'`,
    )
    .all()
  const short = (card: string): number => testCard(card).short ?? 0
  const taken = paid.reduce((sum, { amount, card }) => sum + amount - short(card), 0)
  const back = eyes.prepare<[], number>("select coalesce(sum(amount), 0) from local_refund where status = 'succeeded'").pluck().get() ?? 0 // prettier-ignore
  holds('SM55', balance('clearing:local') === back - taken, () => `the provider took ${taken} and gave back ${back}, our books say ${balance('clearing:local')}`) // prettier-ignore
  holds('SM55', balance('refunds:local') === 0, () => `${balance('refunds:local')} are still on their way to cards`)
  for (const { id, purpose, amount, card, status, booking, back: returned } of paid) {
    const fits = short(card) === 0
    const served = status === 'paid' && (purpose === 'top-up' || booking === 'confirmed' || booking === 'cancelled')
    const gone = status === 'returned' && returned === amount && (booking === 'expired' || booking === 'cancelled')
    const settled = fits ? served || gone : status === 'mismatched'
    holds('SM56', settled, () => `payment ${id} of ${amount} was made, and is ${status}: booking ${booking ?? 'none'}, ${returned} back`) // prettier-ignore
  }
  const charged = eyes
    .prepare<[], string>(
      `select i.id from intent i where i.status = 'refused' and (
         exists (select 1 from ledger_posting p where p.booking = i.id) or exists (select 1 from payment p where p.booking = i.id))`,
    )
    .pluck()
    .get()
  holds('SM57', charged === undefined, () => `intent ${charged} was refused, and charged`)
}
