import type { Batch } from './decide.ts'

/**
 * What a batch may write, as far as its arguments tell: its account, the departures they name, and the ledger, for all
 * that is paid from wallets meets at the revenue of an agency.
 */
export function touchedBy(account: string, { intents }: Batch): string[] {
  const found = new Set([`account:${account}`])
  for (const { envelope } of intents) {
    JSON.stringify(envelope.args, (key, value: unknown) => {
      if (key === 'departure' && typeof value === 'string') found.add(`departure:${value}`)
      if (key === 'pay' && value === 'wallet') found.add('ledger')
      return value
    })
  }
  return [...found]
}
