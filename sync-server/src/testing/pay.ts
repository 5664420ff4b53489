import { must } from 'shared/base/result.ts'
import type { WalletRecord } from 'shared/records.ts'
import { askProvider, deliverLocal } from '../booking/receive.ts'
import { takeWord } from '../booking/paid.ts'
import { give } from '../payments/gift.ts'
import { type Payable, payableOf } from '../payments/payable.ts'
import { wallets } from '../payments/records.ts'
import { statement } from '../db/statement.ts'
import type { Phone, World } from './world.ts'

/** Test cards of the local provider by what happens with them. */
export const cards = {
  good: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  silent: '4000 0000 0000 0408',
  doubled: '4000 0000 0000 0200',
  late: '4000 0000 0000 0903',
  short: '4000 0000 0000 0515',
  noRefunds: '4000 0000 0000 5126',
} as const

/** Money in the wallet of a phone's person. */
export const fill = (world: World, phone: Phone, amount: number): Promise<void> =>
  world.context.db.transact((tx) =>
    give(tx, { name: world.id(), account: phone.actor.account, amount: { amount, currency: 'EUR' } }),
  )

export const walletOfPhone = async ({ context }: World, phone: Phone): Promise<WalletRecord> =>
  must((await wallets(context.db.read, phone.actor.account))[0]?.value, 'wallet')

export const euros = async (world: World, phone: Phone): Promise<number> =>
  (await walletOfPhone(world, phone)).balances.find((each) => each.currency === 'EUR')?.amount ?? 0

/** The card payment of a booking as its payer sees it. */
export const paymentFor = ({ context }: World, phone: Phone, booking: string): Promise<Payable | undefined> =>
  payableOf(context, (tx, word) => takeWord(tx, context, word), { account: phone.actor.account, booking })

/** Give a card on the provider's page. */
export async function payWith(world: World, phone: Phone, booking: string, card: string): Promise<void> {
  const { secret, url } = must(await paymentFor(world, phone, booking), 'payment')
  const ref = must(/local\/(\w+)\?/.exec(url ?? '')?.[1], 'page to pay on')
  await world.context.payments?.local?.pay({ ref, secret: secret ?? '', card })
}

/** Let time pass, with the jobs of payments at work: each second of its first minute, each minute of two hours, then more seldom. */
export async function pass(world: World, ms: number, work: () => Promise<void> = async () => {}): Promise<void> {
  const end = world.clock.now + ms
  for (let spent = 0; world.clock.now < end; spent += 1) {
    world.clock.now = Math.min(end, world.clock.now + (spent < 60 ? 1000 : spent < 180 ? 60_000 : 900_000))
    await deliverLocal(world.context)
    await askProvider(world.context)
    await work()
  }
}

export interface Line {
  readonly kind: string
  readonly source: string
  readonly target: string
  readonly amount: number
}
const allLines = statement<object, Line>((k) =>
  k('ledger_entry as e')
    .join('ledger_posting as p', 'p.key', 'e.posting')
    .select('p.kind', 'e.source', 'e.target', 'e.amount')
    .orderBy(['e.at', 'e.posting', 'e.line']),
)
/** Every transfer there is. */
export const ledger = ({ context }: World): Promise<Line[]> => context.db.read.all(allLines, {})

const allBalances = statement<object, { account: string; currency: string; balance: number }>((k) =>
  k('ledger_account').select('account', 'currency', 'balance').orderBy(['account', 'currency']),
)
/** Every balance, by account and currency, and the same summed up anew from all entries. */
export async function balances({ context }: World) {
  const kept = await context.db.read.all(allBalances, {})
  const entries = await context.db.read.all(
    statement<object, Line & { currency: string }>((k) =>
      k('ledger_entry').select('source', 'target', 'amount', 'currency'),
    ),
    {},
  )
  const summed = kept.map(({ account, currency }) => ({
    account,
    currency,
    balance: entries
      .filter((entry) => entry.currency === currency)
      .reduce((sum, { source, target, amount }) => {
        return sum + (target === account ? amount : 0) - (source === account ? amount : 0)
      }, 0),
  }))
  return { kept, summed }
}
