import type { Booking } from 'shared/records.ts'
import { z } from 'zod'
import { testCards } from '../sync-server/src/payments/providers/local-cards.ts'
import type { Dice } from './dice.ts'
import type { Web } from './person.ts'

const payable = z.object({ id: z.string(), url: z.string().nullable(), secret: z.string().nullable() })
const result = z.object({ result: z.string() })

/** What the provider answers to a card, as its own table says. */
const answerTo = ({ declined, afterMs }: (typeof testCards)[number]): string =>
  declined ? 'declined' : afterMs > 60_000 ? 'processing' : 'paid'

/** Pays held bookings and moves, and fills the wallet with cards of all kinds: good, declined, silent, slow, short. */
export function cardHolder(dice: Dice, bookings: ReadonlyMap<string, Booking>) {
  const [good] = testCards
  /** Those that are left to expire. */
  const forgotten = new Set<string>()
  let topUp: { readonly key: string; readonly amount: number } | undefined

  async function give(web: Web, { url, secret }: z.infer<typeof payable>): Promise<void> {
    const ref = /li_[0-9a-f]{32}/.exec(url ?? '')?.[0]
    if (ref === undefined || secret === null) return
    const card = dice.under(2) === 0 ? good : dice.pick(testCards)
    if (!card) return
    const path = `/api/payments/local/${ref}/pay`
    const ask = { body: { secret, card: card.number } }
    const value = answerTo(card)
    if (value !== 'declined') return void (await web.deed({ kind: 'card', id: ref, value }, path, ask))
    const { status, body } = await web.call(path, ask)
    const said = status < 300 ? result.parse(body).result : value
    if (said !== value) web.wrong(`The card ${card.number} was answered ${said}`)
  }

  async function payHeld(web: Web): Promise<void> {
    const held = [...bookings.values()].filter(
      ({ id, status, moving }) => (status === 'held' || moving !== undefined) && !forgotten.has(id),
    )
    if (held.length === 0) return
    const { id } = dice.pick(held)
    if (dice.under(6) === 0) return void forgotten.add(id)
    const { status, body } = await web.call(`/api/bookings/${id}/payment`)
    if (status < 300) await give(web, payable.parse(body))
  }

  async function fill(web: Web): Promise<void> {
    topUp ??= { key: dice.id(), amount: 500 + dice.under(5000) }
    const { key, amount } = topUp
    const { status, body } = await web.call('/api/wallet/top-ups', { key, body: { amount, currency: 'EUR' } })
    if (status >= 400 && status < 500 && status !== 401) web.wrong(`A top-up was answered ${status}`)
    if (status >= 300) return
    const found = payable.parse(body)
    web.done({ kind: 'top-up', id: found.id, value: String(amount) })
    if (dice.under(3) === 0) return // Asked once more under its key.
    topUp = undefined
    await give(web, found)
  }

  return {
    async errand(web: Web): Promise<void> {
      await (dice.under(5) === 0 ? fill(web) : payHeld(web))
    },
  }
}
