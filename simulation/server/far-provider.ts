import type { CardProvider } from '../../sync-server/src/payments/providers/provider.ts'
import type { FaultRates } from '../faults.ts'
import type { Dice } from '../machine/dice.ts'

export interface Distance {
  readonly dice: Dice
  readonly rates: () => FaultRates
  /** Lets so many ms pass, in which the server may be killed. */
  readonly pause: (ms: number) => Promise<void>
}

/**
 * The provider within the server as if it were elsewhere: a call takes its time, and may fail before anything was done, or
 * after it was done.
 */
export function farProvider(provider: CardProvider, { dice, rates, pause }: Distance): CardProvider {
  const far =
    <A, R>(call: (ask: A) => Promise<R>) =>
    async (ask: A): Promise<R> => {
      const fails = dice.chance(rates()['provider-fails'])
      const after = dice.chance(0.5)
      await pause(dice.between(10, fails ? 5_000 : 200))
      if (fails && !after) throw new Error('The provider cannot be reached')
      const answer = await call(ask)
      if (fails) throw new Error('The answer of the provider was lost')
      return answer
    }
  return {
    ...provider,
    makeIntent: far((ask: Parameters<CardProvider['makeIntent']>[0]) => provider.makeIntent(ask)),
    readIntent: far((ref: string) => provider.readIntent(ref)),
    cancelIntent: far((ref: string) => provider.cancelIntent(ref)),
    refund: far((ask: Parameters<CardProvider['refund']>[0]) => provider.refund(ask)),
    readRefund: far((ref: string) => provider.readRefund(ref)),
  }
}
