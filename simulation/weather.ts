import type { Dice } from './machine/dice.ts'
import type { FaultRates } from './faults.ts'
import type { Fate, WebRequest } from './network.ts'

/** Answers that somebody else gives: a gate that is shut, a limiter, a proxy, a portal of a hotel. */
const statuses = [401, 403, 409, 413, 422, 429, 500, 503] as const
const problem = (status: number): string =>
  JSON.stringify({
    type: `urn:wayfare:problem:test`,
    title: 'Test',
    status,
    code: 'test',
    detail: 'A gate before the server.',
  })

/** How a request fares, by the rates of the seed. Without trouble it takes 20 to 300 ms. */
export function fateOf(dice: Dice, rates: FaultRates, { method = 'GET', path }: WebRequest): Fate {
  const slow = dice.chance(rates.delay)
  const up = slow ? dice.between(300, 28_000) : dice.between(10, 150)
  const down = slow ? dice.between(300, 9_000) : dice.between(10, 150)
  const ways = { up, down }
  if (dice.chance(rates['request-lost'])) return { ...ways, lost: 'request' }
  if (dice.chance(rates.portal))
    return { ...ways, instead: { status: 200, type: dice.pick(['text/html; charset=utf-8', 'application/json']), body: dice.pick(['<html>Welcome to our Wi-Fi</html>', '{"ok":true}']) } } // prettier-ignore
  if (method === 'POST' && dice.chance(rates['refused-by-status'])) {
    const status = dice.pick(statuses)
    return { ...ways, instead: { status, type: 'application/problem+json; charset=utf-8', body: problem(status) } }
  }
  const doubled = path === '/api/sync' && dice.chance(rates['request-doubled'])
  return {
    ...ways,
    ...(dice.chance(rates['response-lost']) && { lost: 'response' as const }),
    ...(doubled && { again: dice.pick([0, 1, 40, 2_000, 30_000]) }),
    ...(dice.chance(rates['body-cut']) && { cut: true }),
  }
}
