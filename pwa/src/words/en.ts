import { account } from './en/account.ts'
import { checkout } from './en/checkout.ts'
import { common } from './en/common.ts'
import { conductor } from './en/conductor.ts'
import { operator } from './en/operator.ts'
import { refusals } from './en/refusals.ts'
import { search } from './en/search.ts'
import { seats } from './en/seats.ts'
import { session } from './en/session.ts'
import { tickets } from './en/tickets.ts'
import { trips } from './en/trips.ts'

/** Every word on screen, by area. A sentence with a gap is a function of what fills it. */
export const en = {
  common,
  search,
  seats,
  checkout,
  trips,
  tickets,
  account,
  session,
  conductor,
  operator,
  refusals,
}
