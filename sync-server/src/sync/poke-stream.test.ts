import { expect, test, vi } from 'vitest'
import { accessTokenMs } from '../identity/access-tokens.ts'
import { pokeStream } from './poke-stream.ts'
import { createPokes, mostStreams } from './pokes.ts'

const ona = { account: 'a1', session: 's1' }

test('[SY19] a stream that has ended is told nothing more, however slowly its phone reads', async () => {
  vi.useFakeTimers()
  try {
    const pokes = createPokes()
    const stream = pokeStream(pokes, ona)
    const errors: Error[] = []
    stream.on('error', (error) => errors.push(error))
    // Nobody reads, so the stream does not close; its access token has ended all the same.
    await vi.advanceTimersByTimeAsync(accessTokenMs + 1)
    pokes.publish({ 'account:a1': 7 })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(errors).toEqual([])
    expect(stream.writableEnded).toBe(true)
    expect(String(stream.read())).not.toContain('account')
  } finally {
    vi.useRealTimers()
  }
})

test('[SY19] an account that opens stream after stream keeps the newest', () => {
  const pokes = createPokes()
  const streams = Array.from({ length: mostStreams + 3 }, () => pokeStream(pokes, ona))
  expect(streams.map((stream) => stream.writableEnded)).toEqual(streams.map((_, i) => i < 3))
  const other = pokeStream(pokes, { account: 'a2', session: 's2' })
  expect(streams.at(3)?.writableEnded).toBe(false)
  pokes.close()
  expect(other.writableEnded).toBe(true)
})
