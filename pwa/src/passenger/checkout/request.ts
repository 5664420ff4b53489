import { times, type Money } from 'shared/base/money.ts'
import type { BookIntent } from 'shared/booking/intents.ts'
import type { Ride } from 'shared/timetable/timetable.ts'
import { phoneShape } from '../../session/credentials.ts'
import { words } from '../../words/words.ts'
import { wishesOf, type Plan } from './plan.ts'

/** What the person fills in before they confirm. */
export interface CheckoutForm {
  names: readonly string[]
  phone: string
  plan: Plan
}

export interface FormErrors {
  names: Record<number, string>
  phone?: string
}

/** What has to be changed before the request can be made; nothing when it can. */
export function formErrors(form: CheckoutForm): FormErrors | null {
  const { checkout } = words
  const names: Record<number, string> = {}
  form.names.forEach((name, i) => {
    if (name.trim() === '') names[i] = checkout.nameMissing(i + 1, form.names.length)
    else if (name.trim().length > 80) names[i] = checkout.nameLong
  })
  const phone = form.phone.trim() !== '' && !phoneShape.test(form.phone.trim()) ? checkout.phoneWrong : undefined
  if (Object.keys(names).length === 0 && !phone) return null
  return { names, ...(phone ? { phone } : {}) }
}

/** The most the party pays: the dearest ride among the wishes. */
export function ceilingOf(ride: Ride, party: number, others: readonly Ride[]): Money {
  const prices = [ride, ...others].map((one) => one.price.money)
  const dearest = prices.reduce((most, price) => (price.amount > most.amount ? price : most), ride.price.money)
  return times(dearest, party)
}

/** The intent `booking.book` of a filled form. The phone number goes with the first passenger. */
export function requestOf(ride: Ride, form: CheckoutForm, others: readonly Ride[]): BookIntent {
  const phone = form.phone.trim()
  const departs = form.plan.steps.some((step) => step.kind === 'departure' && step.on)
  const candidates = departs ? others : []
  return {
    departure: ride.departure,
    board: { index: ride.board.index, stop: ride.board.stop },
    alight: { index: ride.alight.index, stop: ride.alight.stop },
    passengers: form.names.map((name, i) => ({ name: name.trim(), ...(i === 0 && phone ? { phone } : {}) })),
    wishes: wishesOf(form.plan, form.names.length, candidates),
    ceiling: ceilingOf(ride, form.names.length, candidates),
    pay: 'on-board',
  }
}
