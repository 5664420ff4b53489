import { must } from 'shared/base/result.ts'
import type { Poke } from 'shared/sync/envelope.ts'
import { expect, test } from 'vitest'
import { createPokes } from './pokes.ts'
import { sharePokes, type SharedPokes } from './pokes-between.ts'

/** Processes that hear each other. `told`: what went between them. */
function processes(many: number, longest = 7_500) {
  const told: string[] = []
  const all: SharedPokes[] = Array.from({ length: many }, (_, me) =>
    sharePokes(createPokes(), {
      longest,
      tell(text) {
        told.push(text)
        for (const [other, pokes] of all.entries()) if (other !== me) pokes.hear(text)
      },
    }),
  )
  return { all, told }
}

function listen(pokes: SharedPokes, session = 's1') {
  const heard: Poke[] = []
  const stream = { heard, ended: false }
  pokes.subscribe({ account: 'a1', session }, { poke: (poke) => heard.push(poke), end: () => (stream.ended = true) })
  return stream
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

test('[SY82] a phone hears what moved through any process, once, and only what it follows', async () => {
  const { all, told } = processes(3)
  const streams = all.map((pokes) => listen(pokes))
  all[0]?.publish({ 'account:a1': 4, 'account:a2': 9 })
  all[0]?.publish({ 'account:a1': 5 })
  await turn()
  expect(streams.at(1)?.heard).toEqual([{ scope: 'account:a1', to: 5 }])
  expect(streams.at(2)?.heard).toEqual(streams.at(1)?.heard)
  expect(streams.at(0)?.heard).toEqual([
    { scope: 'account:a1', to: 4 },
    { scope: 'account:a1', to: 5 },
  ])
  expect(told).toHaveLength(1)
})

test('[SY82] news longer than a text may be is told in several', async () => {
  const { all, told } = processes(2, 200)
  const moved = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`departure:kėdė ${i}@20261124`, i]))
  all[1]?.follow('a1', 'd1', Object.keys(moved))
  const { heard } = listen(must(all[1], 'process'))
  all[0]?.publish(moved)
  await turn()
  expect(Object.fromEntries(heard.map(({ scope, to }) => [scope, to]))).toEqual(moved)
  expect(told.length).toBeGreaterThan(5)
  for (const text of told) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200)
})

test('[SY82] a session that ended at one process has no stream at another', () => {
  const { all } = processes(2)
  const [mine, other] = [listen(must(all[1], 'process'), 's1'), listen(must(all[1], 'process'), 's2')]
  all[0]?.endSession('s1')
  expect([mine.ended, other.ended]).toEqual([true, false])
  all[0]?.endAccount('a1')
  expect(other.ended).toBe(true)
})

test('[SY82] when something may have been missed, streams end so that phones ask; what cannot be read ends nothing', () => {
  const { all } = processes(1)
  const stream = listen(must(all[0], 'process'))
  for (const text of ['', 'null', '{"heads":{"account:a1":"x"}}', '{"later":1}']) all[0]?.hear(text)
  expect(stream).toEqual({ heard: [], ended: false })
  all[0]?.missed()
  expect(stream.ended).toBe(true)
})
