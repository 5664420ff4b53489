import { expect, test } from 'vitest'
import { see, type SeenCode } from './same-code.ts'

test('[TK29] a code that stays before the camera is one scan', () => {
  let last: SeenCode | null = null
  const fresh: boolean[] = []
  for (let at = 0; at < 10_000; at += 100) {
    const sight = see(last, 'BT1:A', at)
    last = sight.seen
    fresh.push(sight.fresh)
  }
  expect(fresh.filter(Boolean)).toHaveLength(1)
})

test('[TK29] the same code after three seconds is another scan, and another code is one at once', () => {
  expect(see({ text: 'BT1:A', at: 0 }, 'BT1:A', 2_999).fresh).toBe(false)
  expect(see({ text: 'BT1:A', at: 0 }, 'BT1:A', 3_000).fresh).toBe(true)
  expect(see({ text: 'BT1:A', at: 0 }, 'BT1:B', 1).fresh).toBe(true)
})
