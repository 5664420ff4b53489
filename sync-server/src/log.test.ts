import { expect, test } from 'vitest'
import { type LogLevel, makeLog } from './log.ts'

function logged(level: LogLevel) {
  const lines: string[] = []
  return { lines, log: makeLog({ level, now: () => 0, write: (line) => void lines.push(line) }) }
}

test('a line is one JSON object with time, level and event', () => {
  const { lines, log } = logged('info')
  log.info('server.started', { port: 3000 })
  expect(lines).toEqual(['{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"server.started","port":3000}\n'])
})

test('what is below the level is not written', () => {
  const { lines, log } = logged('warn')
  log.debug('a')
  log.info('b')
  log.error('c')
  expect(lines).toHaveLength(1)
  const { lines: none, log: silent } = logged('silent')
  silent.error('d')
  expect(none).toEqual([])
})

test('[ID14] fields that hold secrets or persons are blotted out at any depth', () => {
  const { lines, log } = logged('info')
  log.info('x', {
    password: 'hunter2',
    deep: { accessToken: 'tok', list: [{ email: 'ona@example.org', phone: '+370' }] },
    headers: { authorization: 'Bearer z', Cookie: 'c=1' },
    passengers: [{ name: 'Ona' }],
    status: 200,
  })
  for (const secret of ['hunter2', 'tok"', 'ona@', '+370', 'Bearer', 'c=1', 'Ona'])
    expect(lines[0]).not.toContain(secret)
  expect(lines[0]).toContain('"status":200')
})

test('an event keeps its name whatever its fields are called', () => {
  const { lines, log } = logged('info')
  log.info('kept', { event: 'other', level: 'other' })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'kept', level: 'info' })
})

test('errors, big numbers and things that refer to themselves are written without failing', () => {
  const { lines, log } = logged('info')
  const ring: { self?: unknown } = {}
  ring.self = ring
  log.info('x', { cause: new TypeError('broken'), n: 12n, ring })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ cause: { error: 'TypeError', message: 'broken' }, n: '12' })
})
