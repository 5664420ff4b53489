import { useLocation } from 'wouter'
import { salesClose } from 'shared/booking/sale.ts'
import type { Ride } from 'shared/timetable/timetable.ts'
import { useState } from 'react'
import { now as readClock, useNow } from '../../local/clock.ts'
import { useDepartureState } from '../../local/live.ts'
import { ask, withdraw } from '../../local/outbox.ts'
import { useSession } from '../../session/session.ts'
import { useSync } from '../../sync/loop.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { toast } from '../../ui/toast.ts'
import { words } from '../../words/words.ts'
import { useDraft, type Draft } from '../draft.ts'
import { finishCheckout, stopChange, useCheckout } from './form.ts'
import { PassengerFields } from './PassengerFields.tsx'
import { PriceCard } from './PriceCard.tsx'
import { formErrors, requestOf } from './request.ts'
import { RideCard } from './RideCard.tsx'
import { useRidesNear } from './rides-near.ts'
import { WishesEditor } from './WishesEditor.tsx'
import './checkout.css'

/** The last look before a request is made: ride, people, wishes, price. */
export function Checkout() {
  const { checkout } = words
  const draft = useDraft()
  if (!draft.ride) {
    return (
      <Page title={checkout.title} back="/">
        <Empty title={checkout.empty} action={<ButtonLink href="/">{checkout.emptyAction}</ButtonLink>} />
      </Page>
    )
  }
  return <Review draft={draft} ride={draft.ride} />
}

type Trouble = 'not-saved' | 'signed-out' | 'departed'

function Review({ draft, ride }: { draft: Draft; ride: Ride }) {
  const { checkout } = words
  const { person, phase } = useSession()
  const online = useSync((state) => state.online)
  const [, navigate] = useLocation()
  const form = useCheckout(draft, person)
  const others = useRidesNear(ride, form.plan.hours)
  const [tried, setTried] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [busy, setBusy] = useState(false)
  const late = useDepartureState(ride.departure)?.state?.delayMinutes ?? 0
  const closes = ride.board.at + late * 60_000 - salesClose
  const left = useNow(30_000) >= closes
  const signedIn = phase === 'signed-in'
  const said = left ? 'departed' : trouble

  async function confirm() {
    if (busy) return
    if (!signedIn) return navigate('/sign-in?next=/checkout')
    setTried(true)
    if (formErrors(form)) return focusFirstWrong()
    if (readClock() >= closes) return setTrouble('departed')
    setBusy(true)
    // The old request goes first: asking before withdrawing could book both.
    if (form.replaces && (await withdraw(form.replaces)).length === 0) {
      stopChange()
      toast(checkout.answeredMeanwhile)
      return navigate(`/trips/${form.replaces}`, { replace: true })
    }
    const asked = await ask('booking.book', requestOf(ride, form, others))
    setBusy(false)
    if (!asked.ok) return setTrouble(asked.code)
    finishCheckout()
    navigate(`/trips/${asked.id}`, { replace: true })
  }

  return (
    <Page
      title={checkout.title}
      back={`/departures/${encodeURIComponent(ride.departure)}/seats?board=${ride.board.index}&alight=${ride.alight.index}&n=${draft.party}`}
      footer={
        <>
          {said && (
            <p className="checkout-trouble" role="alert">
              {said === 'departed'
                ? checkout.departed
                : said === 'not-saved'
                  ? checkout.notSaved
                  : words.trips.signedOut}
            </p>
          )}
          <p className="checkout-note">
            {!signedIn ? checkout.signInNote : online ? checkout.onlineNote : checkout.offlineNote}
          </p>
          <Button busy={busy} disabled={left} onClick={() => void confirm()}>
            {!signedIn ? checkout.signInFirst : online ? checkout.confirm : checkout.askWhenOnline}
          </Button>
        </>
      }
    >
      {form.replaces && <p className="checkout-replaces">{checkout.replaces}</p>}
      <RideCard ride={ride} departure={draft.departure} party={draft.party} seats={draft.seats} />
      <PassengerFields
        names={form.names}
        phone={form.phone}
        seats={draft.seats}
        errors={tried ? formErrors(form) : null}
      />
      <WishesEditor plan={form.plan} party={draft.party} others={others} />
      <PriceCard
        ride={ride}
        party={draft.party}
        others={form.plan.steps.some((s) => s.kind === 'departure' && s.on) ? others : []}
      />
    </Page>
  )
}

/** After the errors are drawn, the first wrong field takes the focus, so it is read out and seen. */
function focusFirstWrong(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
