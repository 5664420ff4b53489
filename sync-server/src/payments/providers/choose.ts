import type { Context } from '../../context.ts'
import { localProvider } from './local.ts'
import type { CardProvider } from './provider.ts'

/** The card provider that the configuration names; null where no cards are taken. */
export function chooseProvider(world: Pick<Context, 'db' | 'now' | 'random' | 'config'>): CardProvider | null {
  const { cards } = world.config.payments
  switch (cards.by) {
    case 'off':
      return null
    case 'local':
      return localProvider(world)
    case 'stripe':
      throw new Error('Not yet')
  }
}
