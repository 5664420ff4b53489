import { expect, test } from 'vitest'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { auditOfWorld } from '../testing/audit.ts'
import { balances, cards, pass, payWith } from '../testing/pay.ts'
import { makeWorld } from '../testing/world.ts'
import { publishKeys } from '../tickets/keys.ts'
import { payOut, type Payout } from './pay-out.ts'

const eur = (amount: number) => ({ amount, currency: 'EUR' })

test('[PY23] what a provider paid out is recorded once, and never more than is there', async () => {
  const world = await makeWorld({ line: { hours: [9] } })
  try {
    await world.context.db.transact((tx) => publishKeys(tx, world.context.signer))
    const phone = await world.passenger()
    const asked = { ...bookIntentOf({ departure: departureIdAt(9), passengers: 2 }), pay: 'card' }
    const { id } = await phone.ask('booking.book', asked)
    await payWith(world, phone, id, cards.good)
    await pass(world, 5000)
    const out = (about: Partial<Payout>) =>
      world.context.db.transact((tx) =>
        tx.attempt(() => payOut(tx, { provider: 'local', reference: 'po_1', amount: eur(600), ...about })),
      )
    expect(await out({})).toEqual({ ok: true, value: eur(400) })
    expect(await out({})).toEqual({ ok: true, value: eur(400) })
    expect(await out({ amount: eur(1) })).toMatchObject({ code: 'already-used' })
    expect(await out({ reference: 'po_2' })).toMatchObject({ code: 'no-money', data: { limit: eur(400) } })
    expect(await out({ reference: 'po_2', amount: eur(400) })).toEqual({ ok: true, value: eur(0) })
    const { kept } = await balances(world)
    const of = (account: string) => kept.find((row) => row.account === account)?.balance
    expect([of('bank:wayfare'), of('clearing:local')]).toEqual([-1000, 0])
    expect(await auditOfWorld(world)).toEqual([])
  } finally {
    await world.close()
  }
})
