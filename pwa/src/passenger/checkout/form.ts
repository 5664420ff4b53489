import type { BookIntent } from 'shared/booking/intents.ts'
import type { Departure, Ride } from 'shared/timetable/timetable.ts'
import { create } from 'zustand'
import { clearDraft, setDraft, useDraft, type Draft } from '../draft.ts'
import { planFor, type Plan } from './plan.ts'

/** What the person typed in checkout. It outlives a visit to sign-in and dies with the tab. */
interface Typed {
  /** What the plan belongs to; another choice of seats starts another plan and keeps the names. */
  readonly key: string
  /** Undefined where nothing was typed: the first is then the person's own name. */
  readonly names: readonly (string | undefined)[]
  readonly phone: string | undefined
  readonly plan: Plan | null
  /** The waiting request that the new one replaces, as long as it is for the same departure. */
  readonly replaces: { readonly id: string; readonly departure: string } | null
}

const empty: Typed = { key: '', names: [], phone: undefined, plan: null, replaces: null }
const useTyped = create<Typed>()(() => empty)

const keyOf = ({ ride, party, seats }: Draft): string =>
  ride ? `${ride.departure}/${ride.board.index}-${ride.alight.index}/${party}/${seats.join()}` : ''

export interface CheckoutState {
  names: readonly string[]
  phone: string
  plan: Plan
  replaces: string | null
}

/** The form as it stands: what was typed over what is known of the person. */
export function useCheckout(draft: Draft, person: { name: string; phone?: string } | null): CheckoutState {
  const typed = useTyped()
  const same = typed.key === keyOf(draft)
  return {
    names: Array.from({ length: draft.party }, (_, i) => typed.names[i] ?? (i === 0 ? (person?.name ?? '') : '')),
    phone: typed.phone ?? person?.phone ?? '',
    plan: (same ? typed.plan : null) ?? planFor(draft.seats, draft.party, draft.fallback),
    replaces: typed.replaces?.departure === draft.ride?.departure ? (typed.replaces?.id ?? null) : null,
  }
}

export function typeName(index: number, name: string): void {
  const names = [...useTyped.getState().names]
  names[index] = name
  useTyped.setState({ names })
}

export const typePhone = (phone: string): void => useTyped.setState({ phone })

export const setPlan = (plan: Plan): void => useTyped.setState({ plan, key: keyOf(useDraft.getState()) })

/** Fills checkout with a waiting request so that it can be changed. */
export function startChange(request: { id: string; args: BookIntent; departure: Departure; ride: Ride }): void {
  const { args, departure, ride } = request
  const seats = args.wishes.flatMap((wish) => (wish.kind === 'seats' ? wish.seats : []))
  const fallback = args.wishes.some((w) => w.kind === 'any')
    ? 'any'
    : args.wishes.some((w) => w.kind === 'together')
      ? 'together'
      : 'none'
  setDraft({ departure, ride, party: args.passengers.length, seats, fallback })
  useTyped.setState({
    ...empty,
    names: args.passengers.map((passenger) => passenger.name),
    phone: args.passengers[0]?.phone ?? '',
    replaces: { id: request.id, departure: ride.departure },
  })
}

/** Once the request is kept on the phone there is nothing left to confirm. */
export function finishCheckout(): void {
  useTyped.setState(empty)
  clearDraft()
}

/** Leaves the waiting request as it is. */
export const stopChange = (): void => useTyped.setState({ replaces: null })
