/** What the pay page may load: Stripe's own script, its frames and its API; nothing else from elsewhere, nothing inline. */
export const stripePolicy = [
  "default-src 'none'",
  "script-src 'self' https://js.stripe.com",
  'frame-src https://js.stripe.com https://hooks.stripe.com',
  "connect-src 'self' https://api.stripe.com",
  "img-src 'self' data: https://*.stripe.com",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A page on which Stripe's own form takes the card: no card number comes near this server. */
export const stripePage = (publishableKey: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pay by card</title>
<main data-key="${publishableKey}"><h1>Pay by card</h1>
<form><div id="card"></div><p role="status"></p><button disabled>Pay</button></form></main>
<script src="https://js.stripe.com/v3/"></script><script type="module" src="/api/payments/stripe/pay.js"></script></html>
`

/** The secret of the payment is in the address behind #, which no server and no log ever sees. */
export const stripeScript = `
const main = document.querySelector('main')
const form = main.querySelector('form')
const button = form.querySelector('button')
const say = (text) => { form.querySelector('[role=status]').textContent = text }
const done = 'Paid. You may close this page: your trip is confirmed in a moment.'

const back = new URLSearchParams(location.search).get('redirect_status')
if (back === 'succeeded') {
  form.replaceChildren(done)
} else {
  const stripe = Stripe(main.dataset.key)
  const elements = stripe.elements({ clientSecret: location.hash.slice(1) })
  const card = elements.create('payment')
  card.on('ready', () => { button.disabled = false })
  card.on('loaderror', () => say('There is nothing to pay here any more.'))
  card.mount('#card')
  if (back) say('That did not work. Try another card.')
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    say('')
    const asked = { elements, redirect: 'if_required', confirmParams: { return_url: location.href } }
    const { error, paymentIntent } = await stripe.confirmPayment(asked)
    if (error) say(error.message ?? 'That did not work. Try another card.')
    else if (paymentIntent.status === 'succeeded') return form.replaceChildren(done)
    else say('The bank is still thinking. You may close this page.')
    button.disabled = false
  })
}
`
