import { hex } from 'shared/base/random.ts'
import type { BookIntent } from 'shared/booking/intents.ts'
import { payable } from '../../sync-server/src/booking/payments-http.ts'
import { testCards } from '../../sync-server/src/payments/providers/local-cards.ts'
import { fareOf } from '../line.ts'
import type { Dice } from '../machine/dice.ts'
import type { Tab } from '../phone/phone.ts'
import { asker, insist, pause, type Scene } from './scene.ts'

const [good] = testCards

/** Most cards are good; now and then one of the others, or a number that is nobody's. */
function someCard(dice: Dice): string {
  if (dice.chance(0.45)) return good?.number ?? ''
  return dice.chance(0.05) ? '4111 1111 1111 1111' : dice.pick(testCards).number
}

/** Gives a card on the provider's page; a declined one is followed by another, as people do. */
async function giveCard(scene: Scene, tab: Tab, answer: unknown): Promise<void> {
  const { id, secret } = payable.parse(answer)
  if (secret === null) return
  for (let cards = 0; cards < 3; cards += 1) {
    const body = { secret, card: someCard(scene.dice) }
    const paid = await insist(scene, tab, `/api/payments/local/li_${id}/pay`, { method: 'POST', body, signed: false })
    if (!paid.ok || JSON.stringify(paid.value) !== '{"result":"declined"}') return
  }
}

/** Puts money into the wallet by card, under one key however often it is asked. */
export async function topUp(scene: Scene, tab: Tab): Promise<void> {
  const { dice } = scene
  const body = { amount: dice.pick([500, 1000, 2500, 4999, 20_000, 499]), currency: 'EUR' }
  const headers = { 'Idempotency-Key': hex(dice.bytes(16)) }
  const begun = await insist(scene, tab, '/api/wallet/top-ups', { method: 'POST', body, headers })
  if (begun.ok) await giveCard(scene, tab, begun.value)
}

/** Pays by card for a booking that this phone shows as held. @returns false when there is none. */
export async function payForHold(scene: Scene, tab: Tab): Promise<boolean> {
  const { app } = tab
  const stores = app.currentStores()
  const held = stores ? (await app.recordsOf(stores.cache, 'booking')).filter(({ status }) => status === 'held') : []
  if (held.length === 0) return false
  const { id } = scene.dice.pick(held)
  const found = await insist(scene, tab, `/api/bookings/${id}/payment`)
  if (found.ok) await giveCard(scene, tab, found.value)
  return true
}

/** Books, and most often stays to pay by card as soon as the phone says that the seats are held. */
export async function bookAndPay(scene: Scene, tab: Tab, wish: BookIntent): Promise<void> {
  const { dice } = scene
  await asker(scene, tab)('booking.book', wish)
  for (let looks = 0; wish.pay === 'card' && looks < 6 && dice.chance(0.9); looks += 1) {
    await pause(scene, tab, dice.between(300, 2_500))
    if (await payForHold(scene, tab)) return
  }
}

export async function lookAtWallet(scene: Scene, tab: Tab): Promise<void> {
  await insist(scene, tab, '/api/wallet')
}

/** How somebody with money pays for what they wish, and what they allow it to cost: dice of its own. */
export function paidBy({ world, person, dice: of }: Scene, wish: BookIntent): BookIntent {
  const { plan } = world
  if (plan.habits.length === 0) return wish
  const dice = of.fork('pay')
  const dearest = Math.max(...plan.hours.map((hour) => fareOf(plan, `f:t${hour}@`)))
  const least = dice.chance(0.9) ? dearest : fareOf(plan, wish.departure)
  const ceiling = { amount: least * wish.passengers.length - (dice.chance(0.05) ? 1 : 0), currency: 'EUR' }
  if (!plan.habits.includes('money')) return { ...wish, ceiling }
  const pay = dice.pick(['wallet', 'wallet', 'card', 'card', 'card', 'on-board'] as const)
  const points = dice.between(1, Math.max(world.starts.get(person.account)?.points ?? 0, 40))
  return { ...wish, ceiling, pay, ...(dice.chance(0.3) && { points }) }
}
