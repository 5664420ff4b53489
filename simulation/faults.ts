import type { Dice } from './machine/dice.ts'

/** All that can go wrong. Each seed has its own rates; most have a few kinds, some all, some none. */
export const faultKinds = [
  'request-lost',
  'response-lost',
  'delay',
  'request-doubled',
  'body-cut',
  'refused-by-status',
  'portal',
  'token-expired',
  'client-killed',
  'server-killed',
  'tab-frozen',
  'storage-abort',
  'storage-full',
  'handle-lost',
  'evicted',
  'relaxed-lost',
  'clock-jump',
  'unit-failure',
  'poison',
  'old-client',
  'restore',
  'compaction',
  'role-revoked',
  // Of cards alone. New kinds come last: what the kinds before them draw stays what it was.
  'webhook-lost',
  'webhook-late',
  'webhook-doubled',
  'webhook-forged',
  'provider-fails',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** Probability of each kind where it could strike; 0: switched off. */
export type FaultRates = Readonly<Record<FaultKind, number>>

/** How often each kind strikes where it could, when a seed has it. */
const usual: FaultRates = {
  'request-lost': 0.12,
  'response-lost': 0.15,
  delay: 0.15,
  'request-doubled': 0.1,
  'body-cut': 0.05,
  'refused-by-status': 0.1,
  portal: 0.05,
  'token-expired': 0.04,
  'client-killed': 0.06,
  'server-killed': 0.015,
  'tab-frozen': 0.05,
  'storage-abort': 0.01,
  'storage-full': 0.01,
  'handle-lost': 0.01,
  evicted: 0.01,
  'relaxed-lost': 0.04,
  'clock-jump': 0.05,
  'unit-failure': 0.01,
  poison: 0.03,
  'old-client': 0.5,
  restore: 0.1,
  compaction: 0.03,
  'role-revoked': 0.03,
  'webhook-lost': 0.2,
  'webhook-late': 0.2,
  'webhook-doubled': 0.2,
  'webhook-forged': 0.3,
  'provider-fails': 0.1,
}

export function ratesOf(dice: Dice, without: readonly FaultKind[]): FaultRates {
  const share = dice.pick([0, 0.25, 0.25, 0.6, 1])
  const rates = faultKinds.map((kind) => {
    const on = dice.chance(share)
    const strength = dice.pick([0.5, 1, 2])
    return [kind, on && !without.includes(kind) ? Math.min(0.6, usual[kind] * strength) : 0] as const
  })
  return { ...(Object.fromEntries(rates) as FaultRates), ...rarely(dice, without) }
}

/** A seed in so many has these. Dice of their own: all other seeds keep the history they had without them. */
const restored = 6
const older = 6

function rarely(dice: Dice, without: readonly FaultKind[]): Pick<FaultRates, 'restore' | 'old-client'> {
  const own = dice.fork('restored')
  const on = own.chance(1 / restored) && !without.includes('restore')
  const isMixed = dice.fork('versions').chance(1 / older) && !without.includes('old-client')
  return { restore: on ? usual.restore * own.pick([0.5, 1, 2]) : 0, 'old-client': isMixed ? usual['old-client'] : 0 }
}

/** Fine weather. */
export const noFaults = Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as FaultRates
