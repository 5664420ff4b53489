import type { Context } from '../../context.ts'
import { localProvider } from './local.ts'
import type { CardProvider } from './provider.ts'

/** The card provider that the configuration names; null where no cards are taken. */
export async function chooseProvider(
  world: Pick<Context, 'db' | 'now' | 'random' | 'config'>,
): Promise<CardProvider | null> {
  const { cards } = world.config.payments
  switch (cards.by) {
    case 'off':
      return null
    case 'local':
      return localProvider(world)
    case 'stripe': {
      // Its SDK is loaded by those alone who use it.
      const { stripeProvider } = await import('./stripe.ts')
      return stripeProvider(cards)
    }
  }
}
