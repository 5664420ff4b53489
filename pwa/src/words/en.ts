/**
 * Every word on screen, by area. A sentence with a gap is a function of what fills it. Only re-exports stand here, so
 * that the bundler puts each area into the chunk of the screens that speak it.
 */
export { account } from './en/account.ts'
export { checkout } from './en/checkout.ts'
export { common } from './en/common.ts'
export { conductor } from './en/conductor.ts'
export { operator } from './en/operator.ts'
export { refusals } from './en/refusals.ts'
export { departure, results } from './en/rides.ts'
export { search } from './en/search.ts'
export { seats } from './en/seats.ts'
export { session } from './en/session.ts'
export { tickets } from './en/tickets.ts'
export { trips } from './en/trips.ts'
