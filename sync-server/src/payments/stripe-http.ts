import Router from '@koa/router'
import type { Context } from '../context.ts'
import type { AppContext, AppRouter, AppState } from '../http/types.ts'
import { stripePage, stripePolicy, stripeScript } from './stripe-page.ts'

/** The page on which a payment of Stripe's is paid, where its publishable key is configured. */
export function routes({ config }: Pick<Context, 'config'>): AppRouter {
  const router: AppRouter = new Router<AppState>()
  const { cards } = config.payments
  if (cards.by !== 'stripe' || cards.publishableKey === null) return router
  const page = stripePage(cards.publishableKey)

  router.get('/payments/stripe/pay', (ctx: AppContext) => {
    ctx.type = 'html'
    ctx.set('Content-Security-Policy', stripePolicy)
    ctx.set('Permissions-Policy', 'payment=(self "https://js.stripe.com")')
    ctx.set('Referrer-Policy', 'no-referrer')
    ctx.set('Cache-Control', 'no-store')
    ctx.body = page
  })
  router.get('/payments/stripe/pay.js', (ctx: AppContext) => {
    ctx.type = 'text/javascript'
    ctx.body = stripeScript
  })
  return router
}
