import type { WaitIntent } from 'shared/booking/intents.ts'
import { booking as bookingRecord, type Booking, waitingParty, type WaitingParty } from 'shared/records.ts'
import type { IntentEnvelope } from 'shared/sync/envelope.ts'
import { cardHolder } from './card-holder.ts'
import type { Desk, Person } from './person.ts'
import type { Ride } from './template.ts'

const euro = (amount: number) => ({ amount, currency: 'EUR' })
/** Whatever it costs: what a change costs is for the ladder's own tests. */
const anyQuote = { fee: euro(1_000_000), back: euro(-1_000_000) }

/** Books, pays, cancels, moves, waits and chooses. */
export function passenger(desk: Desk): Person {
  const { dice, rides, envelope } = desk
  const bookings = new Map<string, Booking>()
  const parties = new Map<string, WaitingParty>()
  /** Rides of which there was too little. */
  const full: WaitIntent[] = []
  const cards = cardHolder(dice, bookings)

  const those = (mine: (booking: Booking) => boolean) => [...bookings.values()].filter(mine)
  /** Half of all ask for the same departure, so that it fills up. */
  const ride = (): Ride => {
    const [first] = rides
    return dice.pick(dice.under(2) === 0 ? rides.filter(({ departure }) => departure === first?.departure) : rides)
  }
  const party = () => Array.from({ length: 1 + dice.under(3) }, (_, i) => ({ name: `Ona ${i}` }))
  const seats = () => [...(dice.under(3) === 0 ? [] : [{ kind: 'together' }]), { kind: 'any' }]

  function book(): IntentEnvelope[] {
    const wishes = [...seats(), ...(dice.under(4) === 0 ? [{ kind: 'departure', ...ride() }] : [])]
    const ask = { ...ride(), passengers: party(), ceiling: euro(dice.under(8) === 0 ? 1 : 1_000_000) }
    const made = envelope('booking.book', { ...ask, wishes, pay: dice.pick(['on-board', 'wallet', 'card', 'card']) })
    return dice.under(8) === 0 ? [made, cancel(made.id, [made.id])] : [made]
  }

  function cancel(booking: string, after: readonly string[] = []): IntentEnvelope {
    const one = dice.under(4) === 0 ? { passengers: [0] } : {}
    return { ...envelope('booking.cancel', { booking, ...one, quote: anyQuote }, after), version: 2 }
  }

  function move({ id }: Booking): IntentEnvelope {
    const ask = { booking: id, ...ride(), wishes: seats(), pay: dice.pick(['wallet', 'card', 'on-board']) }
    // Some look at the price first, and want it no dearer.
    const quote = { ...(dice.under(6) === 0 ? { fee: euro(0), back: euro(0) } : anyQuote), dueAfter: euro(1_000_000) }
    return envelope('booking.reschedule', { ...ask, quote })
  }

  function choose({ id, choice }: Booking): IntentEnvelope {
    const answer = dice.pick(choice?.answers ?? ['keep'])
    const move = answer === 'move' ? { ...ride(), wishes: seats() } : {}
    return envelope('booking.choose', { booking: id, answer, ...move })
  }

  function wish(): IntentEnvelope[] {
    const lot = dice.under(20)
    const asked = those(({ choice }) => choice !== undefined)
    const standing = those(({ status }) => status === 'confirmed')
    const waiting = [...parties.values()].filter(({ status }) => status === 'waiting')
    if (lot < 2 && asked.length > 0) return [choose(dice.pick(asked))]
    if (lot < 6 && standing.length > 0) return [cancel(dice.pick(those(({ status }) => isKept(status))).id)]
    if (lot < 10 && standing.length > 0) return [move(dice.pick(standing))]
    if (lot < 12 && full.length > 0) return [envelope('booking.wait', full.shift())]
    if (lot === 12 && waiting.length > 0) return [envelope('booking.leave', { waiting: dice.pick(waiting).id })]
    return book()
  }

  return {
    wishes: () => Array.from({ length: 1 + dice.under(3) }, wish).flat(),
    scopes: (account) => [`account:${account}`, `departure:${rides[0]?.departure ?? ''}`],
    learn(_, { kind, value }) {
      const booking = kind === 'booking' ? bookingRecord.parse(value) : undefined
      const waits = kind === 'waiting' ? waitingParty.parse(value) : undefined
      if (booking) bookings.set(booking.id, booking)
      if (waits) parties.set(waits.id, waits)
    },
    hear({ name, args }, { status, code }) {
      if (name !== 'booking.book' || status !== 'refused' || code !== 'not-enough') return
      // Only book() made these arguments.
      const { departure, board, alight, passengers, ceiling } = args as WaitIntent
      full.push({ departure, board, alight, passengers, ceiling, pay: dice.pick(['on-board', 'wallet']) })
    },
    errand: (web) => cards.errand(web),
  }
}

const isKept = (status: Booking['status']): boolean => status === 'held' || status === 'confirmed'
