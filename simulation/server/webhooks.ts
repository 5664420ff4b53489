import type { FaultRates } from '../faults.ts'
import type { Dice } from '../machine/dice.ts'
import { newOwner, type Owner, type Scheduler } from '../machine/scheduler.ts'
import type { HttpAsk, HttpHearer } from './memory-http.ts'

export interface WebhookWay {
  readonly scheduler: Scheduler
  readonly dice: Dice
  readonly rates: () => FaultRates
  readonly say: (what: string) => void
  /** The server's door, whichever process stands behind it by then; undefined when there is none. */
  readonly handle: (ask: HttpAsk, hearer: HttpHearer) => unknown
  /** Whoever waits for the answer: the provider, which lives in the server. */
  readonly owner: Owner
}

/** So long a provider waits for an answer; then it sends the webhook again, later and later. */
const patience = 5_000
const path = '/api/payments/webhooks/local'
/** What travels belongs to nobody who could die. */
const road = newOwner('webhooks')

/** Carries a provider's webhooks to the server's real door: late, twice, out of order, or never. */
export function webhooks(way: WebhookWay): (raw: Uint8Array, signature: string) => Promise<void> {
  const { scheduler, dice, rates, say, owner } = way

  const arrive = (body: string, signature: string, hear: (status: number) => void = () => {}): void => {
    let status = 0
    const ask: HttpAsk = {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', 'wayfare-signature': signature },
      body,
      address: '10.1.0.1',
    }
    const hearer = { head: (head: { status: number }) => void (status = head.status), data: () => {}, end: () => hear(status) } // prettier-ignore
    way.handle(ask, hearer)
  }
  const later = (ms: number, body: string, signature: string): void =>
    void scheduler.after(road, ms, 'webhooks/again', () => arrive(body, signature))

  return (raw, signature) =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(raw).toString('utf8')
      const now = rates()
      if (dice.chance(now['webhook-forged'])) later(dice.below(2_000), forged(body), `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`) // prettier-ignore
      if (dice.chance(now['webhook-doubled'])) later(dice.pick([0, 300, 4_000, 100_000, 1_500_000]), body, signature)
      if (dice.chance(now['webhook-lost'])) {
        const never = dice.chance(0.4)
        say(never ? 'a webhook is lost for ever' : 'a webhook is lost')
        const end = never ? resolve : () => reject(new Error('No answer'))
        return void scheduler.after(owner, never ? 50 : patience, 'server/webhooks', end)
      }
      const late = dice.chance(now['webhook-late'])
      const up = late ? dice.between(500, dice.pick([4_000, 60_000, 900_000])) : dice.between(10, 150)
      const down = dice.between(10, 150)
      scheduler.after(road, up, 'webhooks/up', () =>
        arrive(body, signature, (status) => {
          say(`a webhook -> ${status}`)
          const taken = status >= 200 && status < 300
          const end = taken ? resolve : () => reject(new Error(`Answered ${status}`))
          scheduler.after(owner, down, 'server/webhooks', end)
        }),
      )
      scheduler.after(owner, patience, 'server/webhooks', () => reject(new Error('No answer')))
    })
}

/** The same webhook as somebody else would like it: whatever it is about is paid, and dearly. */
const forged = (body: string): string =>
  body
    .replace('"id":"evt_', '"id":"evt_f')
    .replace(/"status":"\w+"/, '"status":"succeeded"')
    .replace(/"received":(?:null|\{[^}]*\})/, '"received":{"amount":100000,"currency":"EUR"}')
