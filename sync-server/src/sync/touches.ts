import type { Batch } from './decide.ts'

/** Scopes that a batch may move, as far as its arguments tell: its account, and the departures they name. */
export function touchedBy(account: string, { intents }: Batch): string[] {
  const found = new Set([`account:${account}`])
  for (const { envelope } of intents) {
    JSON.stringify(envelope.args, (key, value: unknown) => {
      if (key === 'departure' && typeof value === 'string') found.add(`departure:${value}`)
      return value
    })
  }
  return [...found]
}
