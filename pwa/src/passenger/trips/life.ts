import type { TripView } from 'shared/sync/project.ts'
import type { LifeStep } from '../../ui/Line.tsx'
import { words } from '../../words/words.ts'

type Waiting = Extract<TripView, { kind: 'waiting' }>

function askedNote({ phase, sentAt }: Waiting, online: boolean, clock: (at: number) => string): string {
  const { trips } = words
  switch (phase) {
    case 'queued':
      return online ? trips.soon : trips.whenOnline
    case 'sending':
      return trips.nowSending
    case 'asked':
      return sentAt === null ? '' : clock(sentAt)
    case 'blocked':
      return trips.afterOther
    case 'needs-sign-in':
      return trips.afterSignIn
    case 'stuck':
      return trips.notTaken
  }
}

/** The life of a request as three stops: on this phone, asked, answer. `clock` writes an instant as HH:MM. */
export function lifeOf(trip: Waiting, online: boolean, clock: (at: number) => string): LifeStep[] {
  const { trips } = words
  const left = trip.phase === 'asked' || trip.phase === 'sending'
  return [
    { label: trips.onThisPhone, state: left ? 'done' : 'now', note: clock(trip.madeAt) },
    { label: trips.asked, state: left ? 'now' : 'todo', note: askedNote(trip, online, clock) },
    { label: trips.answer, state: 'todo', note: trip.phase === 'asked' ? trips.notHereYet : trips.yesOrNo },
  ]
}

/** The sentence under the line. */
export function waitingSentence(trip: Waiting, online: boolean, clock: (at: number) => string): string {
  const { sentence } = words.trips
  switch (trip.phase) {
    case 'queued':
      return online ? sentence.queuedOnline : sentence.queued
    case 'asked':
      return sentence.asked(clock(trip.sentAt ?? trip.madeAt))
    case 'sending':
    case 'blocked':
    case 'needs-sign-in':
    case 'stuck':
      return sentence[trip.phase]
  }
}
