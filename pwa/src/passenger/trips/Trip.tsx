import { never } from 'shared/base/result.ts'
import type { TripView } from 'shared/sync/project.ts'
import { useTrip } from '../../local/live.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { words } from '../../words/words.ts'
import { BookingDetail } from './BookingDetail.tsx'
import { RefusalCard } from './RefusalCard.tsx'
import { RequestDetail } from './RequestDetail.tsx'
import { WaitingCard } from './WaitingCard.tsx'
import './trips.css'

/** One trip under one address from the request to the ticket: the booking bears the request's id. */
export function Trip({ id }: { id: string }) {
  const trip = useTrip(id)
  const { detail } = words.trips
  const title = trip?.kind === 'booking' ? detail.title : detail.requestTitle
  return (
    <Page title={title} back="/trips">
      {/* The answer is read out when it comes, since the page stays the same. */}
      <div className="trip-detail" aria-live="polite">
        {trip === null && (
          <Empty title={detail.missing} action={<ButtonLink href="/trips">{detail.toTrips}</ButtonLink>} />
        )}
        {trip && <Body trip={trip} />}
      </div>
    </Page>
  )
}

function Body({ trip }: { trip: TripView }) {
  switch (trip.kind) {
    case 'waiting':
      return (
        <>
          <WaitingCard trip={trip} />
          <RequestDetail args={trip.args} />
        </>
      )
    case 'refused':
      return (
        <>
          <RefusalCard trip={trip} />
          {trip.args && <RequestDetail args={trip.args} />}
        </>
      )
    case 'booking':
      return <BookingDetail trip={trip} />
    default:
      return never(trip)
  }
}
