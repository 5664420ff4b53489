import { expect, test } from 'vitest'
import { makeDice } from './dice.ts'
import { Scheduler } from './scheduler.ts'
import { ownTimers } from './timers.ts'

test('a timer that is called off in the very moment it is due stays silent, and so does an interval for ever', async () => {
  const scheduler = new Scheduler(0, makeDice('timers'))
  const giveBack = ownTimers(scheduler)
  const rang: string[] = []
  setTimeout(() => {
    clearInterval(beat)
    clearTimeout(other)
  }, 50)
  const beat = setInterval(() => rang.push('beat'), 25)
  const other = setTimeout(() => rang.push('other'), 50)
  await scheduler.run({ until: 1_000 }).finally(giveBack)
  expect(rang).toEqual(['beat'])
})
