import { useState } from 'react'
import { must, never } from 'shared/base/result.ts'
import type { BookIntent } from 'shared/booking/intents.ts'
import { useLocation } from 'wouter'
import { ask } from '../../local/outbox.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { clockText, moneyText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { OfferChoice } from './OfferChoice.tsx'
import { askAgain, type RefusalView } from './refusal.ts'
import { searchOf, type RideFacts } from './ride-facts.ts'
import { whenText } from './when.ts'

interface Props {
  view: RefusalView
  args: BookIntent | null
  ride: RideFacts | null
  now: number
}

/** What is still free and the buttons that ask for it. A coach that has left can only be followed by another. */
export function NextSteps({ view, args, ride, now }: Props) {
  const { trips } = words
  const [, navigate] = useLocation()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function again(change: Parameters<typeof askAgain>[1]) {
    setBusy(true)
    const asked = await ask('booking.book', askAgain(must(args, 'request to ask again'), change))
    setBusy(false)
    if (asked.ok) navigate(`/trips/${asked.id}`)
    else setTrouble(asked.code === 'not-saved' ? trips.notSaved : trips.signedOut)
  }

  const gone = ride !== null && ride.from.at <= now
  const step = gone ? { kind: 'search' as const } : view.step
  const others = ride && args && (
    <ButtonLink
      href={searchOf(ride, args.passengers.length)}
      kind={step.kind === 'other-departures' ? 'primary' : 'quiet'}
    >
      {trips.otherDepartures}
    </ButtonLink>
  )
  const search = <ButtonLink href="/">{trips.searchAgain}</ButtonLink>
  return (
    <div className="next-steps">
      {!gone && step.kind !== 'offers' && view.freeSeats !== null && view.freeSeats > 0 && view.asOf !== null && (
        <p className="trip-card-line">{trips.seatsLeft(view.freeSeats, whenText(view.asOf, now))}</p>
      )}
      {((): React.ReactNode => {
        switch (step.kind) {
          case 'offers':
            return (
              <OfferChoice
                offers={step.offers}
                legend={
                  step.offers[0]?.seats.length === 1
                    ? trips.stillFree(view.asOf === null ? '' : clockText(view.asOf))
                    : trips.stillFreeTogether(view.asOf === null ? '' : clockText(view.asOf))
                }
                price={moneyText(step.price)}
                busy={busy}
                onAsk={(seats) => void again({ seats, ceiling: step.price })}
              />
            )
          case 'ask-any':
            return (
              <Button busy={busy} onClick={() => void again({ any: true, ceiling: step.price })}>
                {trips.askAnyFor(args?.passengers.length ?? 1, moneyText(step.price))}
              </Button>
            )
          case 'ask-price':
            return (
              <Button busy={busy} onClick={() => void again({ ceiling: step.price })}>
                {trips.askAgainFor(moneyText(step.price))}
              </Button>
            )
          case 'ask-same':
            return (
              <Button busy={busy} onClick={() => void again({})}>
                {trips.askAgain}
              </Button>
            )
          case 'other-departures':
            return others ? null : search
          case 'search':
            return search
          default:
            return never(step)
        }
      })()}
      {!gone && (view.alsoOtherDepartures || step.kind === 'other-departures') && others}
      {trouble && (
        <p role="alert" className="trip-trouble">
          {trouble}
        </p>
      )}
    </div>
  )
}
