import { useState } from 'react'
import type { Quote } from 'shared/booking/changes.ts'
import type { Booking } from 'shared/records.ts'
import { useNow } from '../../local/clock.ts'
import { ask } from '../../local/outbox.ts'
import { useSync } from '../../sync/loop.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { clockText, listText, moneyText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { costOfCancelling, seatsOfBooking } from './travelling.ts'

/** What is given back and what is kept, before anybody decides. */
function bodyOf({ fee, back, until }: Quote, seats: string): string {
  const text = words.trips.cancelSheet
  if (fee.amount > 0) return text.kept(seats, { fee: moneyText(fee), back: moneyText(back), until: clockText(until) })
  return back.amount > 0 ? text.allBack(seats, moneyText(back)) : text.body(seats)
}

/** Asks before seats are given back. Offline it is a request too, and the booking stands until the answer. */
export function CancelSheet({ booking, open, onClose }: { booking: Booking; open: boolean; onClose: () => void }) {
  const { trips } = words
  const online = useSync((state) => state.online)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const seats = seatsOfBooking(booking)
  const cost = costOfCancelling(booking, useNow(30_000))
  async function confirm() {
    setBusy(true)
    const asked = await ask('booking.cancel', {
      booking: booking.id,
      quote: { fee: cost.fee, back: cost.back },
    })
    setBusy(false)
    if (asked.ok) onClose()
    else setTrouble(asked.code === 'not-saved' ? trips.notSaved : trips.signedOut)
  }
  return (
    <Sheet open={open} onClose={onClose} title={trips.cancelSheet.title}>
      <p>{bodyOf(cost, trips.seats(listText(seats)))}</p>
      {!online && <p>{trips.cancelSheet.offline}</p>}
      {trouble && (
        <p role="alert" className="trip-trouble">
          {trouble}
        </p>
      )}
      <Button kind="danger" busy={busy} onClick={() => void confirm()}>
        {trips.cancelSheet.confirm}
      </Button>
      <Button kind="quiet" onClick={onClose}>
        {trips.keepBooking}
      </Button>
    </Sheet>
  )
}
