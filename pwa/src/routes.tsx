import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { pathId } from './frame/path.ts'
import { Search } from './passenger/search/Search.tsx'
import { Skeleton } from './ui/Skeleton.tsx'
import { words } from './words/words.ts'

/** The first screen is in the first chunk; what follows a search is one chunk; so is each other audience. */
const Results = lazy(async () => ({ default: (await import('./passenger/search/Results.tsx')).Results }))
const DeparturePage = lazy(async () => ({
  default: (await import('./passenger/search/DeparturePage.tsx')).DeparturePage,
}))
const Seats = lazy(async () => ({ default: (await import('./passenger/seats/Seats.tsx')).Seats }))
const Checkout = lazy(async () => ({ default: (await import('./passenger/checkout/Checkout.tsx')).Checkout }))
const Trips = lazy(async () => ({ default: (await import('./passenger/trips/Trips.tsx')).Trips }))
const Trip = lazy(async () => ({ default: (await import('./passenger/trips/Trip.tsx')).Trip }))
const Tickets = lazy(async () => ({ default: (await import('./passenger/tickets/Tickets.tsx')).Tickets }))
const Ticket = lazy(async () => ({ default: (await import('./passenger/tickets/Ticket.tsx')).Ticket }))
const Account = lazy(async () => ({ default: (await import('./passenger/account/Account.tsx')).Account }))
const Offline = lazy(async () => ({ default: (await import('./passenger/account/Offline.tsx')).Offline }))
const SignIn = lazy(async () => ({ default: (await import('./session/SignIn.tsx')).SignIn }))
const Register = lazy(async () => ({ default: (await import('./session/Register.tsx')).Register }))
const Conductor = lazy(async () => ({ default: (await import('./conductor/Conductor.tsx')).Conductor }))
const Operator = lazy(async () => ({ default: (await import('./operator/Operator.tsx')).Operator }))
const NotFound = lazy(async () => ({ default: (await import('./frame/NotFound.tsx')).NotFound }))

// Opened straight at a ticket, at the door: its chunk is on its way before anything is drawn.
if (location.pathname.startsWith('/tickets/')) import('./passenger/tickets/Ticket.tsx').catch(() => undefined)

/** URL to screen. Ids in paths are percent-encoded; `pathId` decodes them. */
export function Routes() {
  return (
    <Suspense fallback={<Skeleton label={words.common.loading} />}>
      <Switch>
        <Route path="/" component={Search} />
        <Route path="/results" component={Results} />
        <Route path="/departures/:id">{() => <DeparturePage id={pathId()} />}</Route>
        <Route path="/departures/:id/seats">{() => <Seats id={pathId()} />}</Route>
        <Route path="/checkout" component={Checkout} />
        <Route path="/trips" component={Trips} />
        <Route path="/trips/:id">{() => <Trip id={pathId()} />}</Route>
        <Route path="/tickets" component={Tickets} />
        <Route path="/tickets/:id">{() => <Ticket id={pathId()} />}</Route>
        <Route path="/account" component={Account} />
        <Route path="/offline" component={Offline} />
        <Route path="/sign-in" component={SignIn} />
        <Route path="/register" component={Register} />
        {/* These two draw their own deeper paths. */}
        <Route path="/conductor/*?" component={Conductor} />
        <Route path="/operator/*?" component={Operator} />
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  )
}
