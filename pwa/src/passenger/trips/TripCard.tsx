import type { TripView } from 'shared/sync/project.ts'
import { never } from 'shared/base/result.ts'
import { BookingCard } from './BookingCard.tsx'
import { RefusalCard } from './RefusalCard.tsx'
import { WaitingCard } from './WaitingCard.tsx'

/** One trip in the list, whatever has become of it. */
export function TripCard({ trip }: { trip: TripView }) {
  switch (trip.kind) {
    case 'waiting':
      return <WaitingCard trip={trip} link />
    case 'refused':
      return <RefusalCard trip={trip} link />
    case 'booking':
      return <BookingCard trip={trip} />
    default:
      return never(trip)
  }
}
