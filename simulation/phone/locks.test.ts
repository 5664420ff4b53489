import { expect, test } from 'vitest'
import { makeDice } from '../machine/dice.ts'
import { newOwner, Scheduler } from '../machine/scheduler.ts'
import { LockTable } from './locks.ts'

test('what a dead tab still asks for holds up no other tab', async () => {
  const scheduler = new Scheduler(0, makeDice('locks'))
  const table = new LockTable(scheduler)
  const dead = newOwner('dead')
  const alive = newOwner('alive')
  dead.alive = false
  let got = false
  void table.of(dead, 'dead').request('auth', () => undefined)
  void table.of(alive, 'alive').request('auth', () => void (got = true))
  await scheduler.run({ until: 10 })
  expect(got).toBe(true)
})
