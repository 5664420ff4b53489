import { useId, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { words } from '../../words/words.ts'
import type { Offer } from './refusal.ts'
import './offer-choice.css'

interface Props {
  offers: readonly Offer[]
  legend: string
  price: string
  busy: boolean
  onAsk: (seats: string[]) => void
}

/** Groups of seats that were free when the answer was made: choose one, ask for it. */
export function OfferChoice({ offers, legend, price, busy, onAsk }: Props) {
  const name = useId()
  const [chosen, setChosen] = useState(0)
  const offer = offers[chosen] ?? offers[0]
  if (!offer) return null
  return (
    <>
      <fieldset className="offers">
        <legend>{legend}</legend>
        <div className="offers-grid">
          {offers.map((one, i) => (
            <label key={one.name} className="offer">
              <input type="radio" name={name} checked={i === chosen} onChange={() => setChosen(i)} className="covers" />
              <span className="offer-name">
                <bdi>{one.name}</bdi>
              </span>
              {one.note && <span className="offer-note">{one.note}</span>}
            </label>
          ))}
        </div>
      </fieldset>
      <Button busy={busy} onClick={() => onAsk(offer.seats)}>
        {words.trips.askFor(offer.name, price)}
      </Button>
    </>
  )
}
