import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { PasswordsBusy, startPasswords } from './passwords.ts'

const passwords = startPasswords({ cost: 4 })
afterAll(() => passwords.close())

test('[ID6] a password fits the hash made of it and no other', async () => {
  const hash = await passwords.hash('heron kettle')
  expect(hash).toMatch(/^\$2b\$04\$/)
  expect(await passwords.verify('heron kettle', hash)).toBe(true)
  expect(await passwords.verify('heron kettlf', hash)).toBe(false)
})

test('[ID6] nobody fits no hash, though as much work is done', async () => {
  expect(await passwords.verify('nobody has this password', null)).toBe(false)
})

test('[ID6] a hash that is none is an error of ours, and the next question is answered', async () => {
  expect(await passwords.verify('x', 'not a hash')).toBe(false)
  expect(await passwords.verify('x', await passwords.hash('x'))).toBe(true)
})

test('[ID6] hashing keeps the thread that answers requests free', async () => {
  const slow = startPasswords({ cost: 10 })
  await slow.hash('warm')
  const before = performance.eventLoopUtilization()
  await Promise.all(Array.from({ length: 4 }, () => slow.hash('heron kettle')))
  const { utilization } = performance.eventLoopUtilization(before)
  await slow.close()
  // Hashing here would keep this thread busy all the while.
  expect(utilization).toBeLessThan(0.5)
})

test.runIf(process.platform === 'linux')('[ID6] where cores are few, answering goes before hashing', async () => {
  await passwords.hash('started')
  /** A thread's nice, 0 the usual one; field 19, counted behind the name. */
  const niceOf = (thread: string) =>
    Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]?.split(' ')[16])
  const usual = niceOf(String(process.pid))
  expect(readdirSync('/proc/self/task').map(niceOf)).toContain(Math.min(19, usual + 10))
})

test('[ID6] when too many wait, the next is told so at once', async () => {
  const busy = startPasswords({ cost: 10 })
  const waiting = Array.from({ length: 200 }, () => busy.hash('x').catch(() => 'closed'))
  await expect(busy.hash('one more')).rejects.toBeInstanceOf(PasswordsBusy)
  await busy.close()
  expect(new Set(await Promise.all(waiting))).toContain('closed')
})
