import { useState } from 'react'
import type { TripView } from 'shared/sync/project.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { words } from '../../words/words.ts'
import { useTripGroups } from './groups.ts'
import { PastTrip } from './PastTrip.tsx'
import { SignInToSee } from './SignInToSee.tsx'
import { TripCard } from './TripCard.tsx'
import './trips.css'

const cards = (trips: readonly TripView[]) => trips.map((trip) => <TripCard key={trip.id} trip={trip} />)
const firstPast = 5

/** What wants a decision, what waits, what comes, and what was. */
export function Trips() {
  const groups = useTripGroups()
  return <Page title={words.trips.title}>{groups && <Groups {...groups} />}</Page>
}

function Groups({ answers, waiting, coming, past }: NonNullable<ReturnType<typeof useTripGroups>>) {
  const { trips } = words
  const empty = answers.length + waiting.length + coming.length === 0
  return (
    <>
      {empty && (
        <Empty
          title={past.length > 0 ? trips.nothingComing : trips.empty}
          action={
            <>
              <ButtonLink href="/">{trips.emptyAction}</ButtonLink>
              <SignInToSee next="/trips" />
            </>
          }
        />
      )}
      {cards(answers)}
      {cards(waiting)}
      {coming.length > 0 && <Section title={trips.sections.coming}>{cards(coming)}</Section>}
      {past.length > 0 && <Past trips={past} />}
    </>
  )
}

function Past({ trips }: { trips: readonly TripView[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? trips : trips.slice(0, firstPast)
  return (
    <Section title={words.trips.sections.past}>
      <ul className="card past-list">
        {shown.map((trip) => (
          <PastTrip key={trip.id} trip={trip} />
        ))}
      </ul>
      {shown.length < trips.length && (
        <Button kind="quiet" onClick={() => setAll(true)}>
          {words.trips.showAll(trips.length)}
        </Button>
      )}
    </Section>
  )
}
