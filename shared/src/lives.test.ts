import { expect, test } from 'vitest'
import { drawLife } from './base/draw-life.ts'
import type { AnyLife } from './base/life.ts'
import { lives } from './lives.ts'
import { refusalCodes } from './base/refusals.ts'

const all = Object.entries<AnyLife>(lives)

const intro = [
  '# States',
  '',
  'Drawn from the tables in `shared/src` (`lives.ts` lists them) by a test that fails when this page is stale;',
  '`npx vitest run shared/src/lives.test.ts -u` draws it anew. Each table is total: every state has an answer to every',
  'event. `→` the state changes; "done": it happens and the state stays; `·` it has happened already or means nothing',
  'here: nothing changes and the answer is the same.',
  '',
].join('\n')

test.each(all)('[BK18] every state of a life says what every event does to it: %s', (_, life) => {
  const events = new Set(Object.values(life).flatMap((fates) => Object.keys(fates)))
  for (const fates of Object.values(life)) {
    expect(new Set(Object.keys(fates))).toEqual(events)
    for (const fate of Object.values(fates)) {
      expect(Object.keys(fate)).toHaveLength(1)
      if ('to' in fate) expect(Object.keys(life)).toContain(fate.to)
      if ('refuse' in fate) expect(refusalCodes).toContain(fate.refuse)
    }
  }
})

test.each(all)('[BK18] every state of a life is reached from its first: %s', (_, life) => {
  const reached = new Set(Object.keys(life).slice(0, 1))
  for (let before = 0; before < reached.size;) {
    before = reached.size
    for (const state of [...reached]) {
      for (const fate of Object.values(life[state] ?? {})) if ('to' in fate) reached.add(fate.to)
    }
  }
  expect([...reached].sort()).toEqual(Object.keys(life).sort())
})

test('[BK18] the drawings of the lives are those of the tables', async () => {
  const drawn = [intro, ...all.map(([name, life]) => drawLife(name, life))].join('\n')
  await expect(drawn).toMatchFileSnapshot('../../docs/states.md')
})
