import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { crashTest } from './main.ts'

let said: string[]
beforeEach(() => {
  said = []
  for (const stream of ['log', 'error'] as const) {
    vi.spyOn(console, stream).mockImplementation((line: unknown) => void said.push(String(line)))
  }
})
afterEach(() => vi.restoreAllMocks())

test(
  '[SY17] a server that is killed, or loses its power, has all that it acknowledged, once',
  { timeout: 600_000 },
  async () => {
    const code = await crashTest(['--kills', '2', '--cuts', '6', '--only', 'kills', '--only', 'power'])
    expect(code, said.join('\n')).toBe(0)
    expect(said.join('\n')).toMatch(/^Seed \d+/)
    // On a machine without a C compiler this part says that it was not done.
    expect(said.join('\n')).toMatch(/power: (sound|NOT DONE)/)
  },
)

test('what a crash test was asked wrongly is told with what to do', async () => {
  for (const [args, advice] of [
    [['--kills', 'many'], '--kills must be a whole number'],
    [['--cuts', '0'], '--cuts must be a whole number'],
    [['--only', 'fire'], '--only fire is no part: there are kills, starts, power, disk'],
    [['--speed'], "Unknown option '--speed'"],
  ] as const) {
    said = []
    expect(await crashTest(args)).toBe(2)
    expect(said.join('\n')).toContain(advice)
  }
})
