import type { Context } from '../../context.ts'
import { localProvider } from './local.ts'
import type { CardProvider } from './provider.ts'
import { openStripe } from './stripe.ts'

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
    case 'stripe':
      return openStripe(cards)
  }
}
