import { expect, test } from 'vitest'
import { cards, pass, payWith } from '../sync-server/src/testing/pay.ts'
import { makeWorld } from '../sync-server/src/testing/world.ts'
import { bookIntentOf, departureIdAt } from 'shared/testing/builders.ts'
import { payoutCommand } from './payout.ts'
import { CommandPlace } from './testing.ts'

const place = new CommandPlace()
const payout = (amount: string, more: readonly string[] = ['--reference', 'po_1']) =>
  payoutCommand(['--provider', 'local', '--currency', 'EUR', '--amount', amount, ...more], place)

test('[PY23] a payout is recorded by a command, once, and told what is left', async () => {
  const world = await makeWorld({ folder: place.from })
  const phone = await world.passenger()
  const { id } = await phone.ask('booking.book', { ...bookIntentOf({ departure: departureIdAt(9) }), pay: 'card' })
  await payWith(world, phone, id, cards.good)
  await pass(world, 5000)
  await world.close()
  for (const time of [1, 2]) {
    expect(await payout('200'), `time ${time}`).toBe(0)
    expect(place.said.at(-1)).toBe('Recorded. local still has 300 EUR (minor units).')
  }
  expect(await payout('201')).toBe(2)
  expect(place.said.at(-1)).toContain('po_1 was recorded before')
  expect(await payout('400', ['--reference', 'po_2'])).toBe(2)
  expect(place.said.at(-1)).toContain('has 300 EUR')
})

test('what a payout was asked wrongly is told with what to do', async () => {
  expect(await payout('12.50', [])).toBe(2)
  expect(place.said.at(-1)).toMatch(/--reference .*\n--amount must be whole minor units above 0/)
})
