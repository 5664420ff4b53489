import { useState } from 'react'
import type { TripView } from 'shared/sync/project.ts'
import { useLocation } from 'wouter'
import { ask, withdraw } from '../../local/outbox.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { words } from '../../words/words.ts'

interface Props {
  trip: Extract<TripView, { kind: 'waiting' }>
  open: boolean
  onClose: () => void
}

/**
 * Takes a request back. One that was never sent is simply dropped; one that was may be booked by now, so we ask to
 * cancel whatever comes of it: the booking bears the request's id.
 */
export function WithdrawSheet({ trip, open, onClose }: Props) {
  const { withdrawSheet } = words.trips
  const [, navigate] = useLocation()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const sent = trip.sentAt !== null
  async function confirm() {
    setBusy(true)
    const done = sent
      ? (await ask('booking.cancel', { booking: trip.id }, { after: [trip.id] })).ok
      : (await withdraw(trip.id)).length > 0
    setBusy(false)
    if (!done) return setFailed(true)
    onClose()
    navigate('/trips', { replace: true })
  }
  return (
    <Sheet open={open} onClose={onClose} title={withdrawSheet.title}>
      <p>{sent ? withdrawSheet.asked : withdrawSheet.body}</p>
      {failed && <p role="alert">{withdrawSheet.failed}</p>}
      <Button kind="danger" busy={busy} onClick={() => void confirm()}>
        {withdrawSheet.confirm}
      </Button>
      <Button kind="quiet" onClick={onClose}>
        {withdrawSheet.keep}
      </Button>
    </Sheet>
  )
}
