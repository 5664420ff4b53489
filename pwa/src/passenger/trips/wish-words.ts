import type { Wish } from 'shared/booking/intents.ts'
import { words } from '../../words/words.ts'

/** Seats as people say them: 4C and 4D. */
export const seatList = (seats: readonly string[]): string => words.trips.and(seats)

/** What was asked for in half a line: "seats 2A and 2B, else any two". */
export function wishLine(wishes: readonly Wish[], party: number): string {
  const { trips } = words
  const parts: string[] = []
  for (const wish of wishes) {
    const first = parts.length === 0
    const part = ((): string => {
      switch (wish.kind) {
        case 'seats':
          return trips.seats(seatList(wish.seats))
        case 'together':
          return first ? trips.together(party) : trips.elseTogether(party)
        case 'any':
          return first ? trips.any(party) : trips.elseAny(party)
        case 'departure':
        case 'later':
          return trips.elseDeparture
      }
    })()
    if (!parts.includes(part)) parts.push(part)
  }
  return parts.join(', ')
}
