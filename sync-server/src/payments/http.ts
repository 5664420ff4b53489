import Router from '@koa/router'
import { minorDigits, type Money } from 'shared/base/money.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { parsed, rawBodyOf } from '../http/body.ts'
import { endpoint } from '../http/endpoint.ts'
import { notFound } from '../http/problem.ts'
import type { AppContext, AppRouter, AppState } from '../http/types.ts'
import { testCards } from './providers/local-cards.ts'

const named = z.object({ ref: z.string().regex(/^li_[0-9a-f]{32}$/) })
const secret = z.string().regex(/^[0-9a-f]{32}$/)
const card = z.string().regex(/^[\d\s-]{8,30}$/)
const given = z.strictObject({ secret, card })
const results = z.enum(['paid', 'declined', 'processing'])

/** The local provider's own side: where a payment is paid with a test card, by a program or on a page without script. */
export function routes({ payments }: Context): AppRouter {
  const router: AppRouter = new Router<AppState>()
  const local = payments?.local
  if (!local) return router

  endpoint(
    router,
    {
      method: 'post',
      path: '/payments/local/:ref/pay',
      summary: 'Pay with a test card (local provider: no money moves)',
      who: 'anyone',
      params: named,
      body: given,
      answer: { status: 200, schema: z.object({ result: results }) },
      problems: { 404: ['not-found'] },
    },
    async ({ params, body }) => {
      const result = await local.pay({ ...params, ...body })
      if (result === undefined) throw notFound('payment')
      return { result }
    },
  )

  router.get('/payments/local/:ref', async (ctx: AppContext) => {
    const { ref } = parsed(named, { ...ctx.params }, 'address')
    const found = parsed(z.object({ secret }), { ...ctx.query }, 'query')
    const sum = await local.find(ref, found.secret)
    show(ctx, sum ? payPage(sum, found.secret) : messagePage('There is nothing to pay here any more.'))
  })

  router.post('/payments/local/:ref', async (ctx: AppContext) => {
    const { ref } = parsed(named, { ...ctx.params }, 'address')
    const form = new URLSearchParams(new TextDecoder().decode(await rawBodyOf(ctx, 4096)))
    const result = await local.pay({ ref, ...parsed(given, Object.fromEntries(form), 'form') })
    show(ctx, messagePage(result ? said[result] : 'There is nothing to pay here any more.'))
  })

  return router
}

const said = {
  paid: 'Paid. You may close this page: your trip is confirmed in a moment.',
  declined: 'This card was declined. Go back and try another.',
  processing: 'The bank is still thinking. You may close this page.',
} as const

function show(ctx: AppContext, body: string): void {
  ctx.type = 'html'
  ctx.set('Cache-Control', 'no-store')
  // The address bears the secret of the payment.
  ctx.set('Referrer-Policy', 'no-referrer')
  ctx.body = body
}

const amountText = ({ amount, currency }: Money): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 10 ** minorDigits(currency))

const page = (content: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pay with a test card</title><main>${content}</main></html>
`

const messagePage = (text: string): string => page(`<h1>${text}</h1>`)

const payPage = (sum: Money, key: string): string =>
  page(`<h1>Pay ${amountText(sum)}</h1>
<p>This provider is part of this server and moves no money. It takes test cards alone.</p>
<form method="post"><input type="hidden" name="secret" value="${key}">
<label>Card number <input name="card" inputmode="numeric" autocomplete="off" required value="4242 4242 4242 4242"></label>
<button>Pay</button></form>
<ul>${testCards.map(({ number, what }) => `<li><code>${number}</code> ${what}</li>`).join('')}</ul>`)
