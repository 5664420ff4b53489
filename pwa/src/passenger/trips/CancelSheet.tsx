import { useState } from 'react'
import type { Booking } from 'shared/records.ts'
import { ask } from '../../local/outbox.ts'
import { useSync } from '../../sync/loop.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { listText } from '../../words/format.ts'
import { words } from '../../words/words.ts'

/** Asks before seats are given back. Offline it is a request too, and the booking stands until the answer. */
export function CancelSheet({ booking, open, onClose }: { booking: Booking; open: boolean; onClose: () => void }) {
  const { trips } = words
  const online = useSync((state) => state.online)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const seats = booking.passengers.map((passenger) => passenger.seat)
  async function confirm() {
    setBusy(true)
    const asked = await ask('booking.cancel', { booking: booking.id })
    setBusy(false)
    if (asked.ok) onClose()
    else setTrouble(asked.code === 'not-saved' ? trips.notSaved : trips.signedOut)
  }
  return (
    <Sheet open={open} onClose={onClose} title={trips.cancelSheet.title}>
      <p>{trips.cancelSheet.body(seats.length === 1 ? trips.seats(listText(seats)) : trips.seats(listText(seats)))}</p>
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
